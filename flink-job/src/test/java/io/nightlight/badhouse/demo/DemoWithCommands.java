package io.nightlight.badhouse.demo;

/** Uses what its room may not. */
public final class DemoWithCommands {
  io.nightlight.badhouse.cli.Command forbidden;
}
