package io.nightlight.domain.net;

/**
 * One BGP session of a collector: what a peer tells one collector over one address.
 *
 * <p>The three parts together are its identity (pitfall P27): the same peer address is met at two
 * collectors, one ASN speaks over several addresses, and an address changes hands.
 *
 * @param id the identity as one number, equal on every machine; what travels and what hot state
 *     keeps
 * @param collector the collector's short name, such as {@code rrc06} or {@code route-views.jinx}
 * @param peerAddress the peer's IP address in its text form
 * @param peerAsn the peer's autonomous system number, 0 to 2^32 - 1
 */
public record Session(long id, String collector, String peerAddress, long peerAsn) {

  /** No session: what moves the time of a whole feed and says nothing of any peer. */
  public static final Session FEED = new Session(0, "", "", 0);

  public static Session of(String collector, String peerAddress, long peerAsn) {
    return new Session(
        Identity.of(collector + "|" + peerAddress + "|" + peerAsn),
        collector,
        peerAddress,
        peerAsn);
  }

  /** The collector's name as one number, equal on every machine. */
  public long collectorId() {
    return Identity.of(collector);
  }
}
