package io.nightlight.benchmark;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.Poll;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.routes.BlockUnion;
import io.nightlight.domain.routes.LostPrefixes;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One country: the blocks that its routes cover, what it lost lately, and its judge. */
final class PlainCountry {
  private final CountryJudge judge;
  private final LostPrefixes lost = new LostPrefixes();
  private final Map<IpFamily, BlockUnion> unions = new EnumMap<>(IpFamily.class);

  /** Of the latest window with changes, the largest numbers of opinions behind them. */
  private final Map<IpFamily, Poll> polls = new EnumMap<>(IpFamily.class);

  private final Map<IpFamily, Long> latestPoll = new EnumMap<>(IpFamily.class);

  PlainCountry(CountryJudge judge) {
    this.judge = judge;
  }

  void apply(VisibilityChange change, long firstBlock, long blockCount, long windowEnd) {
    IpFamily family = IpFamily.of(change.prefix());
    int depth = family == IpFamily.IPV6 ? BlockUnion.IPV6_DEPTH : BlockUnion.IPV4_DEPTH;
    unions
        .computeIfAbsent(family, f -> new BlockUnion(depth))
        .change(firstBlock, blockCount, change.before(), change.after());
    if (change.onlyConfirms()) {
      return;
    }
    if (change.before() == Visibility.VISIBLE || change.after() != Visibility.LOST) {
      lost.note(change, windowEnd);
    }
    if (windowEnd > latestPoll.getOrDefault(family, Long.MIN_VALUE)) {
      latestPoll.put(family, windowEnd);
      polls.remove(family);
    }
    polls.merge(family, new Poll(change.members(), change.voters()), Poll::or);
  }

  CountryJudge.Verdict judge(
      long windowStart, long windowEnd, Collection<SessionStanding> standings) {
    lost.forgetBefore(windowEnd);
    List<SignalReading> readings = new ArrayList<>();
    unions.forEach((family, union) -> readings.add(read(family, union, standings)));
    return judge.judge(Micros.toInstant(windowStart), Micros.toInstant(windowEnd), readings);
  }

  private SignalReading read(
      IpFamily family, BlockUnion union, Collection<SessionStanding> standings) {
    Electorate electorate = Electorate.of(standings, family);
    return new SignalReading(
        family == IpFamily.IPV4 ? Signal.IPV4_ROUTES : Signal.IPV6_ROUTES,
        union.visible(),
        union.unknown(),
        electorate.members(),
        electorate.voters(),
        electorate.history(),
        Objects.requireNonNull(polls.get(family)),
        Losses.of(lost, family),
        null);
  }
}
