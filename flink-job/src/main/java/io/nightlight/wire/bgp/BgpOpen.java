package io.nightlight.wire.bgp;

/** The one thing that Nightlight wants of an OPEN: who speaks (RFC 4271 section 4.2). */
final class BgpOpen {
  private static final int HOLD_TIME_AND_ID_BYTES = 6;
  private static final int EXTENDED = 255;
  private static final int CAPABILITIES = 2;
  private static final int FOUR_BYTE_ASN = 65;

  private BgpOpen() {}

  /** The sender's AS number; of the capability (RFC 6793 section 3) where it bears it. */
  static long decodeAsn(ByteCursor body) throws BgpFormatException {
    body.skip(1); // version
    long asn = body.u16();
    body.skip(HOLD_TIME_AND_ID_BYTES);
    int length = body.u8();
    // RFC 9072: lengths of two bytes, announced by a parameter of the impossible type 255.
    boolean extended = length == EXTENDED && body.peekU8() == EXTENDED;
    if (extended) {
      body.skip(1);
      length = body.u16();
    }
    ByteCursor parameters = body.slice(length, "optional parameters");
    while (!parameters.isEmpty()) {
      int type = parameters.u8();
      int size = extended ? parameters.u16() : parameters.u8();
      ByteCursor parameter = parameters.slice(size, "optional parameter");
      if (type == CAPABILITIES) {
        asn = fourByteAsn(parameter, asn);
      }
    }
    return asn;
  }

  private static long fourByteAsn(ByteCursor capabilities, long without) throws BgpFormatException {
    long asn = without;
    while (!capabilities.isEmpty()) {
      int code = capabilities.u8();
      ByteCursor value = capabilities.slice(capabilities.u8(), "capability");
      if (code == FOUR_BYTE_ASN) {
        asn = value.u32();
      }
    }
    return asn;
  }
}
