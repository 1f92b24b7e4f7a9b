package io.nightlight.wire.bgp;

/** The width of AS numbers in AS_PATH and AGGREGATOR (RFC 6793 section 4). */
public enum AsnWidth {
  /**
   * The session's speakers had not both announced four-byte AS numbers; AS4_PATH may complete the
   * path.
   */
  TWO_BYTES(2),
  FOUR_BYTES(4);

  private final int bytes;

  AsnWidth(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  /** Reads one AS number. */
  public long read(ByteCursor in) throws BgpFormatException {
    return this == TWO_BYTES ? in.u16() : in.u32();
  }
}
