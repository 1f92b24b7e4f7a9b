package io.nightlight.wire.bgp;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.EndOfRib;

/**
 * What an UPDATE says of IPv4 and IPv6 unicast routes.
 *
 * @param path the path of the announced routes
 * @param endOfRib whether it is an End-of-RIB marker, and of which family
 * @param otherFamilies how many announcements and withdrawals of other families (multicast, VPN,
 *     EVPN and so on) it carried besides; they are not decoded
 */
public record BgpUpdate(
    Nlri announcedIpv4,
    Nlri announcedIpv6,
    Nlri withdrawnIpv4,
    Nlri withdrawnIpv6,
    AsPath path,
    EndOfRib endOfRib,
    int otherFamilies) {

  /** Reads the body of an UPDATE (RFC 4271 section 4.3): all that is left of {@code in}. */
  static BgpUpdate decode(ByteCursor in, BgpEncoding encoding) throws BgpFormatException {
    ByteCursor withdrawn = in.slice(in.u16(), "withdrawn routes");
    ByteCursor attributeBytes = in.slice(in.u16(), "path attributes");
    boolean endOfIpv4Rib = withdrawn.isEmpty() && attributeBytes.isEmpty() && in.isEmpty();
    Nlri withdrawnIpv4 = Nlri.decode(withdrawn, IpFamily.IPV4, encoding.pathIds());
    PathAttributes attributes = PathAttributes.ofUpdate(attributeBytes, encoding);
    Nlri announcedIpv4 = Nlri.decode(in, IpFamily.IPV4, encoding.pathIds());
    EndOfRib endOfRib = endOfIpv4Rib ? EndOfRib.IPV4 : EndOfRib.NONE;
    if (withdrawnIpv4.isEmpty() && announcedIpv4.isEmpty() && !endOfIpv4Rib) {
      endOfRib = attributes.endOfRib();
    }
    return new BgpUpdate(
        announcedIpv4.and(attributes.reached(IpFamily.IPV4)),
        attributes.reached(IpFamily.IPV6),
        withdrawnIpv4.and(attributes.unreached(IpFamily.IPV4)),
        attributes.unreached(IpFamily.IPV6),
        attributes.path(),
        endOfRib,
        attributes.otherFamilies());
  }

  public boolean announces() {
    return !announcedIpv4.isEmpty() || !announcedIpv6.isEmpty();
  }

  /** Whether it says anything of a unicast route: if not, it is but a sign of life. */
  public boolean isAboutRoutes() {
    return announces()
        || !withdrawnIpv4.isEmpty()
        || !withdrawnIpv6.isEmpty()
        || endOfRib != EndOfRib.NONE;
  }
}
