package io.nightlight.replay;

/** A folder that results cannot be left in; the message is one line that names it. */
public final class UnwritableOutput extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnwritableOutput(String message) {
    super(message);
  }
}
