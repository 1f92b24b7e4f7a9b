package io.nightlight.operator;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.availability.Poll;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.probing.BlockCensus;
import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.routes.BlockUnion;
import io.nightlight.domain.routes.LostPrefixes;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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

  /**
   * The opinions behind the latest changes; of a family without any the country never had a prefix,
   * and there is nothing to read.
   */
  private final Map<IpFamily, DatedPoll> polls;

  /** The blocks that are probed. */
  private final Map<IpFamily, BlockCensus> probed = new EnumMap<>(IpFamily.class);

  private CountryJudge.@Nullable Snapshot resting;
  private @Nullable CountryJudge judge;

  /**
   * A poll of a window.
   *
   * @param windowEndMicros the window's end
   */
  record DatedPoll(long windowEndMicros, Poll poll) {

    /** The later one; of one window the largest numbers. */
    DatedPoll orLater(DatedPoll other) {
      if (windowEndMicros != other.windowEndMicros) {
        return windowEndMicros > other.windowEndMicros ? this : other;
      }
      return new DatedPoll(windowEndMicros, poll.or(other.poll));
    }
  }

  CountryMemory() {
    this(
        new BlockUnion(BlockUnion.IPV4_DEPTH),
        new BlockUnion(BlockUnion.IPV6_DEPTH),
        new LostPrefixes(),
        Map.of(),
        Map.of(),
        null);
  }

  CountryMemory(
      BlockUnion ipv4,
      BlockUnion ipv6,
      LostPrefixes lost,
      Map<IpFamily, DatedPoll> polls,
      Map<IpFamily, BlockCensus.Count> probed,
      CountryJudge.@Nullable Snapshot resting) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.lost = lost;
    this.polls = new EnumMap<>(IpFamily.class);
    this.polls.putAll(polls);
    probed.forEach((family, count) -> this.probed.put(family, BlockCensus.of(count)));
    this.resting = resting;
  }

  void apply(CountryChange change) {
    if (change.routes() != null) {
      apply(change.routes(), change.windowEndMicros());
    }
    BlockChange block = change.block();
    if (block != null) {
      probed.computeIfAbsent(IpFamily.of(block.block()), family -> new BlockCensus()).apply(block);
    }
  }

  private void apply(CountryChange.Routes routes, long windowEndMicros) {
    VisibilityChange what = routes.change();
    IpFamily family = IpFamily.of(what.prefix());
    BlockUnion union = family == IpFamily.IPV6 ? ipv6 : ipv4;
    union.change(routes.firstBlock(), routes.blockCount(), what.before(), what.after());
    if (what.onlyConfirms()) {
      lost.note(what, windowEndMicros);
      return;
    }
    if (what.before() == Visibility.VISIBLE || what.after() != Visibility.LOST) {
      lost.note(what, windowEndMicros);
    }
    DatedPoll poll = new DatedPoll(windowEndMicros, new Poll(what.members(), what.voters()));
    polls.merge(family, poll, DatedPoll::orLater);
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

  /**
   * What the routes say of the country at the end of a window.
   *
   * @param electorates who can speak of each family
   */
  List<SignalReading> readRoutes(long windowEndMicros, Function<IpFamily, Electorate> electorates) {
    lost.forgetBefore(windowEndMicros);
    List<SignalReading> readings = new ArrayList<>();
    if (polls.containsKey(IpFamily.IPV4)) {
      readings.add(read(Signal.IPV4_ROUTES, ipv4, IpFamily.IPV4, windowEndMicros, electorates));
    }
    if (polls.containsKey(IpFamily.IPV6)) {
      readings.add(read(Signal.IPV6_ROUTES, ipv6, IpFamily.IPV6, windowEndMicros, electorates));
    }
    return readings;
  }

  /**
   * What the probes say of the country at the end of a window: nothing where no block ever
   * answered. IPv6 speaks only where it is all there is (P28).
   *
   * @param members how many vantages there are
   * @param voters how many of them see
   */
  Optional<SignalReading> readProbes(int members, int voters) {
    BlockCensus.Count ipv4 = probed(IpFamily.IPV4);
    BlockCensus.Count count = ipv4.total() > 0 ? ipv4 : probed(IpFamily.IPV6);
    return count.total() == 0
        ? Optional.empty()
        : Optional.of(
            SignalReading.ofProbes(count.up(), count.down(), count.unknown(), members, voters));
  }

  /** How many blocks of a family are up, down, unknown. */
  BlockCensus.Count probed(IpFamily family) {
    BlockCensus census = probed.get(family);
    return census == null ? new BlockCensus.Count(0, 0, 0) : census.count();
  }

  private SignalReading read(
      Signal signal,
      BlockUnion union,
      IpFamily family,
      long windowEndMicros,
      Function<IpFamily, Electorate> electorates) {
    Electorate electorate = electorates.apply(family);
    return new SignalReading(
        signal,
        union.visible(),
        union.unknown(),
        electorate.members(),
        electorate.voters(),
        electorate.history(),
        Objects.requireNonNull(polls.get(family)).poll(),
        lost.largest(family),
        lost.origins(family),
        lost.collectors(family),
        electorate.blindSinceAt(windowEndMicros));
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

  Map<IpFamily, DatedPoll> polls() {
    return polls;
  }

  CountryJudge.@Nullable Snapshot judgeSnapshot() {
    return judge == null ? resting : Objects.requireNonNull(judge).snapshot();
  }
}
