package io.nightlight.badhouse.job;

/** Uses what its room may not. */
public final class JobThatReadsFiles {
  io.nightlight.badhouse.recording.FileThatReplays forbidden;
}
