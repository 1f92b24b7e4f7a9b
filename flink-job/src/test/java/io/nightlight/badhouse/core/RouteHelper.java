package io.nightlight.badhouse.core;

/** Uses what its room may not. */
public final class RouteHelper {
  picocli.CommandLine forbidden;
}
