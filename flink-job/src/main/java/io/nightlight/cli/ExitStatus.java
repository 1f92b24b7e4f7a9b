package io.nightlight.cli;

/** What a command's exit status means; part of the contract of the command line. */
final class ExitStatus {
  static final int DONE = 0;

  /** A defect of Nightlight itself. */
  static final int DEFECT = 1;

  /** Bad usage or configuration, or a command that is not delivered yet. */
  static final int USAGE = 2;

  /** A file could not be read or written at all, or Kafka not be worked with. */
  static final int UNREADABLE_INPUT = 3;

  private ExitStatus() {}
}
