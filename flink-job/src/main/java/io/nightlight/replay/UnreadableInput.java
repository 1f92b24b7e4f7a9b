package io.nightlight.replay;

/**
 * An input that could not be read at all; the message is one line that names it. A damaged record
 * is no such case: it is rejected and counted.
 */
public final class UnreadableInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableInput(String message) {
    super(message);
  }
}
