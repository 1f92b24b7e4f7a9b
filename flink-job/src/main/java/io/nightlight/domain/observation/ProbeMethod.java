package io.nightlight.domain.observation;

/** How an address was probed. */
public enum ProbeMethod {
  /** ICMP or ICMPv6 echo request. */
  ICMP_ECHO,
  /** Opening a TCP connection. */
  TCP_CONNECT,
  UDP,
  /** The last hop of a traceroute. */
  TRACEROUTE,
  DNS,
  HTTP
}
