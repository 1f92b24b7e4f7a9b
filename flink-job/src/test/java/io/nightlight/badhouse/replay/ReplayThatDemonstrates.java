package io.nightlight.badhouse.replay;

/** Uses what its room may not. */
public final class ReplayThatDemonstrates {
  io.nightlight.badhouse.demo.DemoWithCommands forbidden;
}
