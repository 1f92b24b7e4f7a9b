package io.nightlight.schema.encoding;

/** A record of ours, but of another kind than was asked for: most likely the wrong topic. */
public final class UnexpectedRecordException extends UnreadableRecordException {
  private static final long serialVersionUID = 1;

  UnexpectedRecordException(String expected, String found) {
    super("expected a " + expected + ", found a " + found);
  }
}
