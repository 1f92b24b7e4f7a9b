package io.nightlight.operator;

import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.routes.BlockUnion;
import io.nightlight.domain.routes.LostPrefixes;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one country: the blocks that its routes cover, what was lost lately, and its
 * judge. Live keyed state; the judge is taken up again with today's rules when it is first needed
 * after a restore.
 */
final class CountryMemory {
  private final BlockUnion ipv4;
  private final BlockUnion ipv6;
  private final LostPrefixes lost;

  /** Families of which the country ever had a prefix: of others there is nothing to read. */
  private final Set<IpFamily> seen;

  private CountryJudge.@Nullable Snapshot resting;
  private @Nullable CountryJudge judge;

  CountryMemory() {
    this(
        new BlockUnion(BlockUnion.IPV4_DEPTH),
        new BlockUnion(BlockUnion.IPV6_DEPTH),
        new LostPrefixes(),
        EnumSet.noneOf(IpFamily.class),
        null);
  }

  CountryMemory(
      BlockUnion ipv4,
      BlockUnion ipv6,
      LostPrefixes lost,
      Set<IpFamily> seen,
      CountryJudge.@Nullable Snapshot resting) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.lost = lost;
    this.seen = EnumSet.noneOf(IpFamily.class);
    this.seen.addAll(seen);
    this.resting = resting;
  }

  void apply(CountryChange change) {
    IpFamily family = IpFamily.of(change.prefix());
    seen.add(family);
    BlockUnion union = family == IpFamily.IPV6 ? ipv6 : ipv4;
    union.change(change.firstBlock(), change.blockCount(), change.before(), change.after());
    if (change.before() == Visibility.VISIBLE || change.after() != Visibility.LOST) {
      lost.note(change.prefix(), change.after(), change.windowEndMicros());
    }
  }

  CountryJudge judge(String country, DetectionRules rules, Provenance provenance) {
    if (judge == null) {
      judge =
          resting == null
              ? CountryJudge.of(country, rules, provenance)
              : CountryJudge.restore(resting, rules, provenance);
      resting = null;
    }
    return judge;
  }

  /** What the routes say of the country at the end of a window. */
  List<SignalReading> readRoutes(long windowEndMicros, Collection<SessionStanding> standings) {
    lost.forgetBefore(windowEndMicros);
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
    if (seen.contains(IpFamily.IPV4)) {
      readings.add(
          read(Signal.IPV4_ROUTES, ipv4, IpFamily.IPV4, members.size(), voters.size(), history));
    }
    if (seen.contains(IpFamily.IPV6)) {
      readings.add(
          read(Signal.IPV6_ROUTES, ipv6, IpFamily.IPV6, members.size(), voters.size(), history));
    }
    return readings;
  }

  private SignalReading read(
      Signal signal,
      BlockUnion union,
      IpFamily family,
      int members,
      int voters,
      RouteHistory history) {
    return new SignalReading(
        signal,
        union.visible(),
        union.unknown(),
        members,
        voters,
        history,
        lost.largest(family, SignalReading.LISTED_AT_MOST),
        List.of());
  }

  BlockUnion ipv4() {
    return ipv4;
  }

  BlockUnion ipv6() {
    return ipv6;
  }

  LostPrefixes lost() {
    return lost;
  }

  Set<IpFamily> seen() {
    return seen;
  }

  CountryJudge.@Nullable Snapshot judgeSnapshot() {
    return judge == null ? resting : Objects.requireNonNull(judge).snapshot();
  }
}
