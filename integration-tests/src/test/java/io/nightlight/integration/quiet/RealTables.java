package io.nightlight.integration.quiet;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.integration.world.Peer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** What a file of a table dump names. */
final class RealTables {
  private static final int MRT_HEADER_BYTES = 12;
  private static final int BGP_ID_BYTES = 4;
  private static final int IS_IPV6 = 1;
  private static final int HAS_FOUR_BYTE_ASN = 2;

  private RealTables() {}

  /** The sessions in the dump's index, its first record (RFC 6396 section 4.3.1). */
  static List<Peer> peers(Path rib, String collector) throws IOException, CompressorException {
    List<Peer> peers = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(
            new CompressorStreamFactory()
                .createCompressorInputStream(new BufferedInputStream(Files.newInputStream(rib))))) {
      in.skipNBytes(MRT_HEADER_BYTES + BGP_ID_BYTES);
      in.skipNBytes(in.readUnsignedShort());
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        int flags = in.readUnsignedByte();
        in.skipNBytes(BGP_ID_BYTES);
        String address = IpAddress.format(in.readNBytes((flags & IS_IPV6) != 0 ? 16 : 4));
        boolean wide = (flags & HAS_FOUR_BYTE_ASN) != 0;
        long asn = wide ? in.readInt() & 0xFFFF_FFFFL : in.readUnsignedShort();
        peers.add(new Peer(collector, address, asn));
      }
    }
    return peers;
  }
}
