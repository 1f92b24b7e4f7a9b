package io.nightlight.badhouse.cli;

/** Uses what its room may not. */
public final class Command {
  java.util.logging.Logger forbidden;
}
