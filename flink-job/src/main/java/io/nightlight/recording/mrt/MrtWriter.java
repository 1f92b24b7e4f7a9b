package io.nightlight.recording.mrt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.domain.net.Prefix;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes MRT records (RFC 6396) to a stream: table dumps as TABLE_DUMP_V2, messages and changes of
 * state as BGP4MP or, with microseconds, as BGP4MP_ET, always with AS numbers of four bytes.
 *
 * <p>Records are written in the order of the calls; the stream is neither flushed nor closed. All
 * times are microseconds since 1970-01-01T00:00:00Z; where a record holds seconds only, the rest is
 * cut off. Prefixes are {@link Prefix} keys, so IPv6 goes to /48. Not safe for several threads.
 */
public final class MrtWriter {
  private static final int TABLE_DUMP_V2 = 13;
  private static final int BGP4MP = 16;
  private static final int BGP4MP_ET = 17;
  private static final int PEER_INDEX_TABLE = 1;
  private static final int RIB_IPV4_UNICAST = 2;
  private static final int RIB_IPV6_UNICAST = 4;
  private static final int BGP4MP_MESSAGE_AS4 = 4;
  private static final int BGP4MP_STATE_CHANGE_AS4 = 5;
  private static final int PEER_IS_IPV6 = 1;
  private static final int PEER_HAS_AS4 = 2;

  private final OutputStream out;
  private final boolean microseconds;
  private final Octets header = new Octets();
  private final Octets body = new Octets();

  private MrtWriter(OutputStream out, boolean microseconds) {
    this.out = out;
    this.microseconds = microseconds;
  }

  /** Messages bear whole seconds (BGP4MP), as RouteViews wrote them in 2014. */
  public static MrtWriter withSeconds(OutputStream out) {
    return new MrtWriter(out, false);
  }

  /** Messages bear microseconds (BGP4MP_ET, RFC 6396 section 3). */
  public static MrtWriter withMicroseconds(OutputStream out) {
    return new MrtWriter(out, true);
  }

  /**
   * A router that speaks to the collector.
   *
   * @param bgpId its BGP identifier, four bytes
   * @param address 4 or 16 bytes in network order
   * @param asn 0 to 2^32 - 1
   */
  @SuppressWarnings("ArrayRecordComponent") // an address on its way to the wire, never compared
  public record Peer(int bgpId, byte[] address, long asn) {}

  /**
   * A session as BGP4MP names it.
   *
   * @param peer the far end
   * @param localAsn the collector's AS number
   * @param localAddress the collector's address, as long as the peer's
   */
  @SuppressWarnings("ArrayRecordComponent") // see Peer
  public record Link(Peer peer, long localAsn, byte[] localAddress) {
    public Link {
      if (peer.address().length != localAddress.length) {
        throw new IllegalArgumentException("both ends of a session are of one address family");
      }
    }
  }

  /**
   * What an announcement says of its prefixes.
   *
   * @param asPath one AS_SEQUENCE, nearest AS first, at most 255
   * @param nextHop 4 bytes for IPv4 prefixes, 16 for IPv6 prefixes
   */
  @SuppressWarnings("ArrayRecordComponent") // see Peer
  public record Route(long[] asPath, byte[] nextHop) {
    public Route {
      if (asPath.length > 255) {
        throw new IllegalArgumentException("an AS_SEQUENCE holds at most 255: " + asPath.length);
      }
    }
  }

  /**
   * One peer's route in a RIB row.
   *
   * @param peerIndex the peer's place in the PEER_INDEX_TABLE
   * @param originatedAtMicros since when the peer has announced it; written in seconds
   * @param route the route, with a next hop of the prefix's family
   */
  public record RibEntry(int peerIndex, long originatedAtMicros, Route route) {}

  /**
   * The content of an UPDATE: prefixes of one address family, withdrawn, announced or both.
   *
   * @param withdrawn prefixes taken back
   * @param announced prefixes reached over {@code route}
   * @param route null exactly if nothing is announced
   */
  @SuppressWarnings("ArrayRecordComponent") // see Peer
  public record Update(long[] withdrawn, long[] announced, @Nullable Route route) {
    public Update {
      if (withdrawn.length + announced.length == 0) {
        throw new IllegalArgumentException("an UPDATE without prefixes is an End-of-RIB");
      }
      if ((route == null) != (announced.length == 0)) {
        throw new IllegalArgumentException("a route goes with announced prefixes, and only so");
      }
    }

    public static Update announcing(Route route, long... announced) {
      return new Update(new long[0], announced, route);
    }

    public static Update withdrawing(long... withdrawn) {
      return new Update(withdrawn, new long[0], null);
    }
  }

  /** Begins a table dump (RFC 6396 section 4.3.1); rows refer to peers by their place in it. */
  public void peerIndexTable(long atMicros, int collectorBgpId, String viewName, List<Peer> peers)
      throws IOException {
    body.clear();
    body.u32(collectorBgpId);
    int length = body.openLength();
    body.all(viewName.getBytes(UTF_8));
    body.measure(length);
    body.u16(peers.size());
    for (Peer peer : peers) {
      body.u8(PEER_HAS_AS4 | (peer.address().length == 16 ? PEER_IS_IPV6 : 0));
      body.u32(peer.bgpId()).all(peer.address()).u32(peer.asn());
    }
    dumpRecord(atMicros, PEER_INDEX_TABLE);
  }

  /**
   * One prefix of a table dump with the routes of all peers that have it (section 4.3.2).
   *
   * @param sequence counts the rows of the dump from 0
   */
  public void ribRow(long atMicros, long sequence, long prefix, List<RibEntry> entries)
      throws IOException {
    body.clear();
    body.u32(sequence);
    BgpPduEncoder.nlri(body, prefix);
    body.u16(entries.size());
    for (RibEntry entry : entries) {
      body.u16(entry.peerIndex()).u32(entry.originatedAtMicros() / 1_000_000);
      int length = body.openLength();
      BgpPduEncoder.ribAttributes(body, entry.route());
      body.measure(length);
    }
    dumpRecord(atMicros, Prefix.isIpv6(prefix) ? RIB_IPV6_UNICAST : RIB_IPV4_UNICAST);
  }

  /**
   * The peer's UPDATE.
   *
   * @throws IllegalArgumentException if the prefixes are of two families or the message would pass
   *     BGP's 4,096 bytes
   */
  public void update(long atMicros, Link link, Update update) throws IOException {
    session(link);
    BgpPduEncoder.update(body, update);
    sessionRecord(atMicros, BGP4MP_MESSAGE_AS4);
  }

  public void endOfRibIpv4(long atMicros, Link link) throws IOException {
    session(link);
    BgpPduEncoder.endOfRibIpv4(body);
    sessionRecord(atMicros, BGP4MP_MESSAGE_AS4);
  }

  public void endOfRibIpv6(long atMicros, Link link) throws IOException {
    session(link);
    BgpPduEncoder.endOfRibIpv6(body);
    sessionRecord(atMicros, BGP4MP_MESSAGE_AS4);
  }

  public void keepalive(long atMicros, Link link) throws IOException {
    session(link);
    BgpPduEncoder.keepalive(body);
    sessionRecord(atMicros, BGP4MP_MESSAGE_AS4);
  }

  /** The peer's OPEN. */
  public void open(long atMicros, Link link, int holdSeconds) throws IOException {
    session(link);
    BgpPduEncoder.open(body, link.peer().asn(), link.peer().bgpId(), holdSeconds);
    sessionRecord(atMicros, BGP4MP_MESSAGE_AS4);
  }

  /**
   * The session's finite state machine moved (RFC 6396 section 4.4.1).
   *
   * @param from 1 Idle, 2 Connect, 3 Active, 4 OpenSent, 5 OpenConfirm, 6 Established; some
   *     collectors wrote others
   * @param to likewise
   */
  public void stateChange(long atMicros, Link link, int from, int to) throws IOException {
    session(link);
    body.u16(from).u16(to);
    sessionRecord(atMicros, BGP4MP_STATE_CHANGE_AS4);
  }

  private void session(Link link) {
    byte[] address = link.peer().address();
    body.clear();
    body.u32(link.peer().asn()).u32(link.localAsn());
    body.u16(0).u16(address.length == 16 ? 2 : 1);
    body.all(address).all(link.localAddress());
  }

  private void dumpRecord(long atMicros, int subtype) throws IOException {
    header.u32(atMicros / 1_000_000).u16(TABLE_DUMP_V2).u16(subtype).u32(body.size());
    finish();
  }

  private void sessionRecord(long atMicros, int subtype) throws IOException {
    header.u32(atMicros / 1_000_000).u16(microseconds ? BGP4MP_ET : BGP4MP).u16(subtype);
    if (microseconds) {
      header.u32(body.size() + 4L).u32(atMicros % 1_000_000); // the length counts them
    } else {
      header.u32(body.size());
    }
    finish();
  }

  private void finish() throws IOException {
    header.writeTo(out);
    body.writeTo(out);
    header.clear();
  }
}
