package io.nightlight.integration.world;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Records of sessions that tell several paths a prefix: BGP4MP_MESSAGE_AS4_ADDPATH (RFC 8050
 * section 3), IPv4 in the body of the UPDATE, each prefix behind its path's number (RFC 7911).
 */
public final class AddPath {
  private static final int BGP4MP = 16;
  private static final int MESSAGE_AS4_ADDPATH = 9;
  private static final int UPDATE = 2;
  private static final int HEADER_BYTES = 19;

  private AddPath() {}

  /** A path to IPv4 prefixes, at most 400. */
  public static byte[] announce(Peer peer, Instant at, int pathId, long... prefixes) {
    return record(peer, at, new byte[0], attributes(peer, pathId), nlri(pathId, prefixes));
  }

  /** A path to IPv4 prefixes is gone. */
  public static byte[] withdraw(Peer peer, Instant at, int pathId, long... prefixes) {
    return record(peer, at, nlri(pathId, prefixes), new byte[0], new byte[0]);
  }

  /** ORIGIN IGP; an AS_PATH over an AS of the path's number; the peer as NEXT_HOP. */
  private static byte[] attributes(Peer peer, int pathId) {
    return bytes(
        out -> {
          out.write(new byte[] {0x40, 1, 1, 0});
          out.write(new byte[] {0x40, 2, 2 + 4 * 3, 2, 3});
          out.writeInt((int) peer.asn());
          out.writeInt(3000 + pathId);
          out.writeInt(65543);
          out.write(new byte[] {0x40, 3, 4});
          out.write(IpAddress.parse(peer.address()));
        });
  }

  private static byte[] nlri(int pathId, long[] prefixes) {
    return bytes(
        out -> {
          for (long prefix : prefixes) {
            out.writeInt(pathId);
            out.writeByte(Prefix.length(prefix));
            int address = Prefix.ipv4Address(prefix);
            for (int i = 0; i < (Prefix.length(prefix) + 7) / 8; i++) {
              out.writeByte(address >>> (24 - 8 * i));
            }
          }
        });
  }

  private static byte[] record(
      Peer peer, Instant at, byte[] withdrawn, byte[] attributes, byte[] announced) {
    byte[] pdu =
        bytes(
            out -> {
              out.writeLong(-1);
              out.writeLong(-1);
              out.writeShort(
                  HEADER_BYTES + 4 + withdrawn.length + attributes.length + announced.length);
              out.writeByte(UPDATE);
              out.writeShort(withdrawn.length);
              out.write(withdrawn);
              out.writeShort(attributes.length);
              out.write(attributes);
              out.write(announced);
            });
    return bytes(
        out -> {
          out.writeInt((int) at.getEpochSecond());
          out.writeShort(BGP4MP);
          out.writeShort(MESSAGE_AS4_ADDPATH);
          out.writeInt(4 + 4 + 2 + 2 + 4 + 4 + pdu.length);
          out.writeInt((int) peer.asn());
          out.writeInt(64511);
          out.writeShort(0);
          out.writeShort(1);
          out.write(IpAddress.parse(peer.address()));
          out.write(IpAddress.parse("192.0.2.1"));
          out.write(pdu);
        });
  }

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
