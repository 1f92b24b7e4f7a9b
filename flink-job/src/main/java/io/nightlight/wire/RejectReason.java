package io.nightlight.wire;

import io.nightlight.schema.encoding.TruncatedRecordException;
import io.nightlight.schema.encoding.UnexpectedRecordException;
import io.nightlight.schema.encoding.UnknownSchemaException;
import io.nightlight.schema.encoding.UnreadableRecordException;

/** Why a record was refused; closed, and part of the contract of {@code rejected.records}. */
public enum RejectReason {
  /** The bytes end before the structure does. */
  TRUNCATED,
  /** A length, a count or a framing contradicts the bytes around it. */
  MALFORMED,
  /** A record type, subtype or version that Nightlight does not read. */
  UNSUPPORTED_TYPE,
  /** No shipped schema has the record's fingerprint. */
  UNKNOWN_SCHEMA,
  /** The structure is right and a value in it cannot be, such as an IPv4 prefix of /33. */
  INVALID_VALUE,
  /** Larger than any honest record. */
  TOO_LARGE,
  /** Dated further ahead than a clock can be wrong (pitfall P10). */
  FUTURE_TIMESTAMP;

  /** Why bytes are no record of ours. */
  public static RejectReason of(UnreadableRecordException e) {
    if (e instanceof UnknownSchemaException) {
      return UNKNOWN_SCHEMA;
    }
    if (e instanceof UnexpectedRecordException) {
      return UNSUPPORTED_TYPE;
    }
    return e instanceof TruncatedRecordException ? TRUNCATED : MALFORMED;
  }
}
