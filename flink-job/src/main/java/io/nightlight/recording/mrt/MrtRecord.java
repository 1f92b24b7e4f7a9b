package io.nightlight.recording.mrt;

import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.ByteCursor;

/**
 * One MRT record (RFC 6396 section 2), its content not yet looked at.
 *
 * @param number the record's number in its file, from 1
 * @param offset where it begins in the decompressed file, in bytes
 * @param seconds the header's time, seconds since 1970
 * @param type the header's type
 * @param subtype the header's subtype
 * @param bytes the record with its header
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record MrtRecord(
    long number, long offset, long seconds, int type, int subtype, byte[] bytes) {
  static final int HEADER_BYTES = 12;

  static final int TABLE_DUMP = 12;
  static final int TABLE_DUMP_V2 = 13;
  static final int BGP4MP = 16;
  static final int BGP4MP_ET = 17;

  private static final int MICROSECOND_BYTES = 4;
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** Whether IANA's registry of MRT assigns the type; if not, the framing may be lost. */
  public boolean hasRegisteredType() {
    return switch (type) {
      case TABLE_DUMP, TABLE_DUMP_V2, BGP4MP, BGP4MP_ET -> true;
      case 11, 32, 33, 48, 49 -> true; // OSPF and IS-IS
      default -> type <= 10; // deprecated, and real: RIS wrote type 5 until 2000
    };
  }

  /** The record's time to the second, in microseconds since 1970. */
  long secondMicros() {
    return seconds * MICROS_PER_SECOND;
  }

  /**
   * The record's time, microseconds since 1970.
   *
   * @throws BgpFormatException if an extended timestamp (RFC 6396 section 3) is missing or no
   *     fraction of a second
   */
  public long observedAtMicros() throws BgpFormatException {
    if (type != BGP4MP_ET) {
      return secondMicros();
    }
    long fraction = ByteCursor.of(bytes, HEADER_BYTES, bytes.length).u32();
    if (fraction >= MICROS_PER_SECOND) {
      throw new BgpFormatException(
          RejectReason.INVALID_VALUE, "extended timestamp of " + fraction + " microseconds");
    }
    return secondMicros() + fraction;
  }

  /** What follows the header and the extended timestamp. */
  ByteCursor body() throws BgpFormatException {
    ByteCursor body = ByteCursor.of(bytes, HEADER_BYTES, bytes.length);
    if (type == BGP4MP_ET) {
      body.skip(MICROSECOND_BYTES);
    }
    return body;
  }

  /** Whether it is part of a dump of a whole table. */
  public boolean isOfTableDump() {
    return type == TABLE_DUMP || type == TABLE_DUMP_V2;
  }
}
