package io.nightlight.badhouse.recording;

/** Uses what its room may not. */
public final class FileThatReplays {
  io.nightlight.badhouse.replay.ReplayThatDemonstrates forbidden;
}
