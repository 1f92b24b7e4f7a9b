package io.nightlight.wire;

/** What a recording or a feed holds besides, passed over on purpose and only counted. */
public enum Skipped {
  /** Announcements and withdrawals that are not IPv4 or IPv6 unicast: multicast, VPN, EVPN. */
  OTHER_FAMILY,
  /** Table dump records of multicast routes. */
  MULTICAST_RIB,
  /** Table dump records of other families (RIB_GENERIC) and of the peers' places. */
  OTHER_RIB,
  /** State changes that neither reach nor leave Established: attempts to connect (pitfall P14). */
  CONNECTION_ATTEMPT,
  /** Messages that the collector sent to the peer: not the peer's word. */
  SENT_BY_COLLECTOR,
  /**
   * A feed's words about itself: RIS Live's answers to its client, BMP's initiation, termination
   * and route mirroring.
   */
  CONTROL,
  /**
   * BMP's views of a router's routes other than the one that is read: the other side of its policy,
   * what it chose (Loc-RIB), what it sends (Adj-RIB-Out), and those of its virtual routers.
   */
  OTHER_VIEW,
  /** Probes of addresses that are no part of the Internet, such as a probe's own network. */
  OTHER_TARGET,
  /** RIPE Atlas: results of other measurements than ping, and probes' connections. */
  OTHER_MEASUREMENT,
  /**
   * Measurements in which no address was probed, such as those whose target's name could not be
   * resolved. What fails at the prober says nothing of a target (pitfall P33).
   */
  NOTHING_PROBED,
  /**
   * RIPE Atlas: results of probes that do not know whether their clock is right. What a result says
   * of a window, it must say of the right one.
   */
  UNSURE_CLOCK
}
