package io.nightlight.domain.availability;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.routes.SessionStanding;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who can speak of an address family's routes in a window, the same for all countries.
 *
 * @param members the peer ASNs whose opinion ever counts
 * @param voters those that have a vote
 * @param history what the routes were learned from
 * @param blinded those that went blind last
 */
public record Electorate(int members, int voters, RouteHistory history, Blinded blinded) {

  /**
   * Sessions that lost their vote at one time because they are blind.
   *
   * @param atMicros the end of the first window without them; {@link Long#MIN_VALUE} if none ever
   *     were
   * @param sinceMicros when the first of them went blind
   */
  public record Blinded(long atMicros, long sinceMicros) {
    static final Blinded NOBODY = new Blinded(Long.MIN_VALUE, SessionStanding.SEES);

    private Blinded with(SessionStanding standing) {
      long at = standing.effectiveAtMicros();
      if (standing.blindSinceMicros() == SessionStanding.SEES || at < atMicros) {
        return this;
      }
      long since = standing.blindSinceMicros();
      return new Blinded(at, at == atMicros ? Math.min(since, sinceMicros) : since);
    }
  }

  /** Of the sessions that are not gone for good. */
  public static Electorate of(Collection<SessionStanding> standings, IpFamily family) {
    Set<Long> members = new HashSet<>();
    Set<Long> voters = new HashSet<>();
    RouteHistory history = RouteHistory.UPDATES_ONLY;
    Blinded blinded = Blinded.NOBODY;
    for (SessionStanding standing : standings) {
      if (standing.family() != family || standing.isRetired()) {
        continue;
      }
      members.add(standing.peerAsn());
      blinded = blinded.with(standing);
      if (standing.votes()) {
        voters.add(standing.peerAsn());
      }
      if (standing.ribEndedMicros() != 0) {
        history = RouteHistory.FINISHED_RIB;
      }
    }
    return new Electorate(members.size(), voters.size(), history, blinded);
  }

  /** Since when those are blind that lost their vote in a window; null if none did. */
  public @Nullable Instant blindSinceAt(long windowEndMicros) {
    return blinded.atMicros() == windowEndMicros ? Micros.toInstant(blinded.sinceMicros()) : null;
  }
}
