package io.nightlight.schema.encoding;

/** Bytes that are not the record that was asked for; the subclasses say why. */
public abstract sealed class UnreadableRecordException extends RuntimeException
    permits UnknownSchemaException,
        UnexpectedRecordException,
        TruncatedRecordException,
        MalformedRecordException {
  private static final long serialVersionUID = 1;

  UnreadableRecordException(String message) {
    super(message);
  }

  UnreadableRecordException(String message, Exception cause) {
    super(message, cause);
  }
}
