package io.nightlight.schema.encoding;

/**
 * No shipped schema version has the record's fingerprint: it was written by a newer Nightlight, or
 * by something else.
 */
public final class UnknownSchemaException extends UnreadableRecordException {
  private static final long serialVersionUID = 1;

  private final long fingerprint;

  UnknownSchemaException(long fingerprint) {
    super(
        "no shipped schema has the fingerprint "
            + SchemaVersions.toHex(fingerprint)
            + "; a newer version of the schemas artifact may know it");
    this.fingerprint = fingerprint;
  }

  /** The CRC-64-AVRO fingerprint that the record names. */
  public long fingerprint() {
    return fingerprint;
  }
}
