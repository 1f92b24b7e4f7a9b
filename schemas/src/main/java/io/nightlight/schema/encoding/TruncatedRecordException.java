package io.nightlight.schema.encoding;

/** The bytes end before the record does, or a length in them reaches beyond their end. */
public final class TruncatedRecordException extends UnreadableRecordException {
  private static final long serialVersionUID = 1;

  TruncatedRecordException(String message) {
    super(message);
  }

  TruncatedRecordException(String message, Exception cause) {
    super(message, cause);
  }
}
