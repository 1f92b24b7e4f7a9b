package io.nightlight.schema.encoding;

/** The bytes contradict the encoding or the schema that they name. */
public final class MalformedRecordException extends UnreadableRecordException {
  private static final long serialVersionUID = 1;

  MalformedRecordException(String message) {
    super(message);
  }

  MalformedRecordException(String message, Exception cause) {
    super(message, cause);
  }
}
