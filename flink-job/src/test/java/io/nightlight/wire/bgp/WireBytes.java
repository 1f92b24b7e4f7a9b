package io.nightlight.wire.bgp;

import io.nightlight.domain.net.IpAddress;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes in network order, written by hand. */
public final class WireBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public static WireBytes bytes() {
    return new WireBytes();
  }

  public WireBytes u8(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  public WireBytes u16(int... values) {
    for (int value : values) {
      u8(value >>> 8, value);
    }
    return this;
  }

  public WireBytes u32(long... values) {
    for (long value : values) {
      u16((int) (value >>> 16), (int) value);
    }
    return this;
  }

  public WireBytes put(WireBytes other) {
    bytes.writeBytes(other.toArray());
    return this;
  }

  public WireBytes address(String text) {
    bytes.writeBytes(IpAddress.parse(text));
    return this;
  }

  /** Prefixes as NLRI: the length in bits and the fewest bytes. */
  public WireBytes nlri(String... prefixes) {
    for (String prefix : prefixes) {
      int slash = prefix.indexOf('/');
      int bits = Integer.parseInt(prefix.substring(slash + 1));
      u8(bits);
      bytes.write(IpAddress.parse(prefix.substring(0, slash)), 0, (bits + 7) / 8);
    }
    return this;
  }

  /** Two bytes of length, then the bytes. */
  public WireBytes sized16(WireBytes other) {
    return u16(other.size()).put(other);
  }

  /** A path attribute with a length of one byte. */
  public WireBytes attribute(int type, WireBytes value) {
    return u8(0x40, type, value.size()).put(value);
  }

  /** A path attribute with a length of two bytes. */
  public WireBytes longAttribute(int type, WireBytes value) {
    return u8(0x50, type).sized16(value);
  }

  /** An AS_PATH segment. */
  public WireBytes segment(int type, AsnWidth width, long... asns) {
    u8(type, asns.length);
    return width == AsnWidth.TWO_BYTES
        ? u16(Arrays.stream(asns).mapToInt(asn -> (int) asn).toArray())
        : u32(asns);
  }

  /** A BGP message with its header. */
  public static WireBytes pdu(int type, WireBytes body) {
    WireBytes pdu = bytes();
    for (int i = 0; i < 16; i++) {
      pdu.u8(0xFF);
    }
    return pdu.u16(19 + body.size()).u8(type).put(body);
  }

  /** An UPDATE. */
  public static WireBytes update(WireBytes withdrawn, WireBytes attributes, WireBytes announced) {
    return pdu(2, bytes().sized16(withdrawn).sized16(attributes).put(announced));
  }

  public int size() {
    return bytes.size();
  }

  public byte[] toArray() {
    return bytes.toByteArray();
  }
}
