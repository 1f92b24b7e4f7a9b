package io.nightlight.integration.world;

import io.nightlight.domain.net.IpAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** Records that no collector should have written; each is framed well, so that reading goes on. */
public enum Poison {
  /** A withdrawn prefix of 33 bits. */
  PREFIX_TOO_LONG(4) {
    @Override
    byte[] body(Peer peer) {
      return message(peer, 2, 0, 6, 33, 10, 0, 0, 0, 0, 0, 0);
    }
  },
  /** An UPDATE whose attributes are said to be longer than it is. */
  ATTRIBUTES_TOO_LONG(4) {
    @Override
    byte[] body(Peer peer) {
      return message(peer, 2, 0, 0, 0xFF, 0xFF, 0x40, 1, 1, 0);
    }
  },
  /** A BGP message that ends after its marker. */
  NO_MESSAGE(4) {
    @Override
    byte[] body(Peer peer) {
      return Arrays.copyOf(message(peer, 2), 20 + 16);
    }
  },
  /** A BGP message of type 77. */
  UNKNOWN_MESSAGE(4) {
    @Override
    byte[] body(Peer peer) {
      return message(peer, 77, 1, 2, 3);
    }
  },
  /** A subtype that RFC 6396 doesn't know. */
  UNKNOWN_SUBTYPE(99) {
    @Override
    byte[] body(Peer peer) {
      return message(peer, 2, 0, 0, 0, 0);
    }
  },
  /** Neither an IPv4 nor an IPv6 session. */
  UNKNOWN_ADDRESS_FAMILY(4) {
    @Override
    byte[] body(Peer peer) {
      byte[] body = message(peer, 2, 0, 0, 0, 0);
      body[11] = 77;
      return body;
    }
  },
  /** Nothing behind the header. */
  EMPTY(4) {
    @Override
    byte[] body(Peer peer) {
      return new byte[0];
    }
  },
  /** 200 KB that begin like a message. */
  HUGE(4) {
    @Override
    byte[] body(Peer peer) {
      byte[] body = Arrays.copyOf(message(peer, 2, 0, 0, 0xFF, 0xF0, 0x50, 2, 0xFF, 0xE0), 204_800);
      Arrays.fill(body, 60, body.length, (byte) 0xC3);
      return body;
    }
  };

  private static final int BGP4MP = 16;

  private final int subtype;

  Poison(int subtype) {
    this.subtype = subtype;
  }

  abstract byte[] body(Peer peer);

  /** The record, of that time. */
  public byte[] bytes(Peer peer, Instant at) {
    byte[] body = body(peer);
    return ByteBuffer.allocate(12 + body.length)
        .putInt((int) at.getEpochSecond())
        .putShort((short) BGP4MP)
        .putShort((short) subtype)
        .putInt(body.length)
        .put(body)
        .array();
  }

  private static byte[] message(Peer peer, int type, int... content) {
    ByteBuffer body = ByteBuffer.allocate(20 + 19 + content.length);
    body.putInt((int) peer.asn()).putInt(64511).putShort((short) 0).putShort((short) 1);
    body.put(IpAddress.parse(peer.address())).put(IpAddress.parse("192.0.2.1"));
    body.putLong(-1).putLong(-1).putShort((short) (19 + content.length)).put((byte) type);
    for (int octet : content) {
      body.put((byte) octet);
    }
    return body.array();
  }
}
