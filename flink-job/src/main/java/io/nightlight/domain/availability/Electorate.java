package io.nightlight.domain.availability;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.SessionStanding;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Who can speak of an address family's routes in a window, the same for all countries.
 *
 * @param members the peer ASNs whose opinion ever counts
 * @param voters those that have a vote
 * @param history what the routes were learned from
 */
public record Electorate(int members, int voters, RouteHistory history) {

  /** Of the sessions that are not gone for good. */
  public static Electorate of(Collection<SessionStanding> standings, IpFamily family) {
    Set<Long> members = new HashSet<>();
    Set<Long> voters = new HashSet<>();
    RouteHistory history = RouteHistory.UPDATES_ONLY;
    for (SessionStanding standing : standings) {
      if (standing.family() != family || standing.isRetired()) {
        continue;
      }
      members.add(standing.peerAsn());
      if (standing.votes()) {
        voters.add(standing.peerAsn());
      }
      if (standing.ribEndedMicros() != 0) {
        history = RouteHistory.FINISHED_RIB;
      }
    }
    return new Electorate(members.size(), voters.size(), history);
  }
}
