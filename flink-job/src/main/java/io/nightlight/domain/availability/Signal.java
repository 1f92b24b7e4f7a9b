package io.nightlight.domain.availability;

/** An independent way to see whether a country's networks answer. The order is that of reports. */
public enum Signal {
  /** Address blocks (/24) that the routes of BGP cover. */
  IPV4_ROUTES,
  /** Address blocks (/48) that the routes of BGP cover; never added to the IPv4 ones (P28). */
  IPV6_ROUTES,
  /** Address blocks (/24) that answer probes. */
  PROBES
}
