package io.nightlight.recording;

/**
 * An input that cannot be read at all: missing, of no known format, of one not read yet. The
 * message is one line for the person who named the input.
 */
public final class UnreadableRecordingException extends Exception {
  public UnreadableRecordingException(String message) {
    super(message);
  }

  public UnreadableRecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
