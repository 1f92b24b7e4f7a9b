package io.nightlight.recording.mrt;

import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpEncoding;
import io.nightlight.wire.bgp.PathIds;
import org.jspecify.annotations.Nullable;

/** The subtypes of BGP4MP and BGP4MP_ET (RFC 6396 section 4.4, RFC 8050 section 3). */
enum Bgp4mpSubtype {
  STATE_CHANGE(0, Content.STATE_CHANGE, AsnWidth.TWO_BYTES, PathIds.ABSENT),
  MESSAGE(1, Content.RECEIVED, AsnWidth.TWO_BYTES, PathIds.UNDECLARED),
  MESSAGE_AS4(4, Content.RECEIVED, AsnWidth.FOUR_BYTES, PathIds.UNDECLARED),
  STATE_CHANGE_AS4(5, Content.STATE_CHANGE, AsnWidth.FOUR_BYTES, PathIds.ABSENT),
  MESSAGE_LOCAL(6, Content.SENT, AsnWidth.TWO_BYTES, PathIds.UNDECLARED),
  MESSAGE_AS4_LOCAL(7, Content.SENT, AsnWidth.FOUR_BYTES, PathIds.UNDECLARED),
  MESSAGE_ADDPATH(8, Content.RECEIVED, AsnWidth.TWO_BYTES, PathIds.PRESENT),
  MESSAGE_AS4_ADDPATH(9, Content.RECEIVED, AsnWidth.FOUR_BYTES, PathIds.PRESENT),
  MESSAGE_LOCAL_ADDPATH(10, Content.SENT, AsnWidth.TWO_BYTES, PathIds.PRESENT),
  MESSAGE_AS4_LOCAL_ADDPATH(11, Content.SENT, AsnWidth.FOUR_BYTES, PathIds.PRESENT);

  /** What follows the addresses. */
  enum Content {
    /** The old and the new state of the session. */
    STATE_CHANGE,
    /** A BGP message of the peer. */
    RECEIVED,
    /** A BGP message of the collector to the peer. */
    SENT
  }

  private static final @Nullable Bgp4mpSubtype[] BY_CODE = new @Nullable Bgp4mpSubtype[12];

  static {
    for (Bgp4mpSubtype subtype : values()) {
      BY_CODE[subtype.code] = subtype;
    }
  }

  private final int code;
  private final Content content;
  private final AsnWidth asnWidth;
  private final PathIds pathIds;

  Bgp4mpSubtype(int code, Content content, AsnWidth asnWidth, PathIds pathIds) {
    this.code = code;
    this.content = content;
    this.asnWidth = asnWidth;
    this.pathIds = pathIds;
  }

  /** Null for the obsolete ENTRY (2) and SNAPSHOT (3), and for what is not assigned. */
  static @Nullable Bgp4mpSubtype of(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }

  Content content() {
    return content;
  }

  BgpEncoding encoding() {
    return new BgpEncoding(asnWidth, pathIds);
  }
}
