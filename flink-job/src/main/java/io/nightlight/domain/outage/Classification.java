package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Signal;
import java.util.Collection;

/** Which signals saw an outage. */
public enum Classification {
  /** IPv4 routes vanished, and perhaps IPv6 ones. */
  ROUTES_WITHDRAWN,
  /** Routes stayed, probes went unanswered. */
  DATA_PLANE_ONLY,
  /** Only IPv6 routes vanished. */
  IPV6_ONLY,
  /** Routes vanished and probes went unanswered. */
  ROUTES_AND_DATA_PLANE;

  /**
   * The class of an outage that these signals took part in.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Classification of(Collection<Signal> signals) {
    boolean ipv4 = signals.contains(Signal.IPV4_ROUTES);
    boolean ipv6 = signals.contains(Signal.IPV6_ROUTES);
    if (signals.contains(Signal.PROBES)) {
      return ipv4 || ipv6 ? ROUTES_AND_DATA_PLANE : DATA_PLANE_ONLY;
    }
    if (ipv4) {
      return ROUTES_WITHDRAWN;
    }
    if (ipv6) {
      return IPV6_ONLY;
    }
    throw new IllegalArgumentException("An outage that no signal saw");
  }
}
