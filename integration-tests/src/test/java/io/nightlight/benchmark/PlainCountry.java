package io.nightlight.benchmark;

import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.routes.BlockUnion;
import io.nightlight.domain.routes.LostPrefixes;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One country: the blocks that its routes cover, what it lost lately, and its judge. */
final class PlainCountry {
  private final CountryJudge judge;
  private final LostPrefixes lost = new LostPrefixes();
  private final Map<IpFamily, BlockUnion> unions = new EnumMap<>(IpFamily.class);

  PlainCountry(CountryJudge judge) {
    this.judge = judge;
  }

  void apply(
      long prefix,
      long firstBlock,
      long blockCount,
      Visibility before,
      Visibility after,
      long windowEnd) {
    IpFamily family = IpFamily.of(prefix);
    int depth = family == IpFamily.IPV6 ? BlockUnion.IPV6_DEPTH : BlockUnion.IPV4_DEPTH;
    unions
        .computeIfAbsent(family, f -> new BlockUnion(depth))
        .change(firstBlock, blockCount, before, after);
    if (before == Visibility.VISIBLE || after != Visibility.LOST) {
      lost.note(prefix, after, windowEnd);
    }
  }

  CountryJudge.Verdict judge(
      long windowStart, long windowEnd, Collection<SessionStanding> standings) {
    lost.forgetBefore(windowEnd);
    Set<Long> members = new HashSet<>();
    Set<Long> voters = new HashSet<>();
    RouteHistory history = RouteHistory.UPDATES_ONLY;
    for (SessionStanding standing : standings) {
      members.add(standing.peerAsn());
      if (standing.votes()) {
        voters.add(standing.peerAsn());
      }
      if (standing.ribEndedMicros() != 0) {
        history = RouteHistory.FINISHED_RIB;
      }
    }
    List<SignalReading> readings = new ArrayList<>();
    for (Map.Entry<IpFamily, BlockUnion> union : unions.entrySet()) {
      readings.add(
          new SignalReading(
              union.getKey() == IpFamily.IPV4 ? Signal.IPV4_ROUTES : Signal.IPV6_ROUTES,
              union.getValue().visible(),
              union.getValue().unknown(),
              members.size(),
              voters.size(),
              history,
              lost.largest(union.getKey(), SignalReading.LISTED_AT_MOST),
              List.of()));
    }
    return judge.judge(Micros.toInstant(windowStart), Micros.toInstant(windowEnd), readings);
  }
}
