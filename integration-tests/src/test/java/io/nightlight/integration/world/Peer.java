package io.nightlight.integration.world;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.recording.mrt.MrtWriter;
import io.nightlight.recording.mrt.MrtWriter.Link;

/**
 * A router that speaks to a collector.
 *
 * @param collector the collector's short name
 * @param address the router's, in the usual notation
 * @param asn the router's AS number
 */
public record Peer(String collector, String address, long asn) {
  private static final long COLLECTOR_ASN = 64511;

  /** The RIS archives bear KEEPALIVEs and changes of state, those of RouteViews neither. */
  boolean isOfRis() {
    return collector.startsWith("rrc");
  }

  MrtWriter.Peer indexed() {
    byte[] bytes = IpAddress.parse(address);
    return new MrtWriter.Peer(address.hashCode(), bytes, asn);
  }

  Link link() {
    String near = IpAddress.parse(address).length == 4 ? "192.0.2.1" : "2001:db8::1";
    return new Link(indexed(), COLLECTOR_ASN, IpAddress.parse(near));
  }
}
