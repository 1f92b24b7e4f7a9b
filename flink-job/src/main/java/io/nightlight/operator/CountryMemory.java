package io.nightlight.operator;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.Poll;
import io.nightlight.domain.availability.Recount;
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
import io.nightlight.domain.routes.TrackedBlocks;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one country: the blocks that its routes cover, what was lost lately, and its
 * judge. Live keyed state; the judge is taken up again with today's rules when it is first needed
 * after a restore.
 */
final class CountryMemory {
  private final TrackedBlocks ipv4;
  private final TrackedBlocks ipv6;
  private final LostPrefixes lost;

  /** The version of the country map that the blocks were told by; null if it isn't known. */
  private @Nullable String toldBy;

  /**
   * What a signal had when a country map took all its blocks away: should another one give it some
   * again, what was usual was usual of those.
   */
  private final Map<Signal, Recount.Blocks> leftBehind = new EnumMap<>(Signal.class);

  /**
   * The opinions behind the latest changes; of a family with neither these nor blocks the country
   * never had a prefix, and there is nothing to read.
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
        new Counted(
            null,
            new TrackedBlocks(BlockUnion.IPV4_DEPTH),
            new TrackedBlocks(BlockUnion.IPV6_DEPTH),
            Map.of(),
            Map.of()),
        new LostPrefixes(),
        Map.of(),
        null);
  }

  /**
   * The blocks, as a country map has it.
   *
   * @param toldBy the map's version; null if it isn't known
   * @param leftBehind what signals had when a map took all their blocks away
   */
  record Counted(
      @Nullable String toldBy,
      TrackedBlocks ipv4,
      TrackedBlocks ipv6,
      Map<IpFamily, BlockCensus.Count> probed,
      Map<Signal, Recount.Blocks> leftBehind) {}

  CountryMemory(
      Counted counted,
      LostPrefixes lost,
      Map<IpFamily, DatedPoll> polls,
      CountryJudge.@Nullable Snapshot resting) {
    toldBy = counted.toldBy();
    ipv4 = counted.ipv4();
    ipv6 = counted.ipv6();
    counted.probed().forEach((family, count) -> probed.put(family, BlockCensus.of(count)));
    leftBehind.putAll(counted.leftBehind());
    this.lost = lost;
    this.polls = new EnumMap<>(IpFamily.class);
    this.polls.putAll(polls);
    this.resting = resting;
  }

  /**
   * Takes in what changed up to the end of a window. In the first window that is told by another
   * country map all blocks are told anew, and those told so far are forgotten. Both maps are
   * counted as of the end of the window before, so that what changes in this one is no part of the
   * move.
   *
   * @return which signals' blocks are counted by another map from this window on
   */
  List<Recount> take(List<CountryChange> changes, long windowEndMicros, MapInUse map) {
    if (map.version().equals(toldBy) || map.isTooLateFor(windowEndMicros)) {
      changes.forEach(this::apply);
      return returned();
    }
    List<CountryChange> told = new ArrayList<>();
    for (CountryChange change : changes) {
      if (map.isTooLateFor(change.windowEndMicros())) {
        apply(change);
      } else {
        told.add(change);
      }
    }
    leaveBehind();
    forgetBlocks(told);
    told.stream().filter(CountryChange::isToldAnew).forEach(this::apply);
    List<Recount> recounts = returned();
    told.stream().filter(change -> !change.isToldAnew()).forEach(this::apply);
    recounts.addAll(returned());
    leftBehind.keySet().forEach(this::fallSilent);
    toldBy = map.version();
    return recounts;
  }

  private void leaveBehind() {
    for (Signal signal : Signal.values()) {
      Recount.Blocks blocks = count(signal);
      if (blocks.total() > 0) {
        leftBehind.put(signal, blocks);
      }
    }
  }

  /** Signals that have blocks again after a map had taken them away, for whatever reason. */
  private List<Recount> returned() {
    List<Recount> recounts = new ArrayList<>();
    for (Signal signal : List.copyOf(leftBehind.keySet())) {
      Recount.Blocks blocks = count(signal);
      if (blocks.total() > 0) {
        Recount.Blocks last = Objects.requireNonNull(leftBehind.remove(signal));
        recounts.add(
            signal == Signal.PROBES
                ? Recount.ofProbes(last, blocks)
                : new Recount(signal, last, blocks));
      }
    }
    return recounts;
  }

  private void forgetBlocks(List<CountryChange> toldAnew) {
    ipv4.clear();
    ipv6.clear();
    probed.clear();
    Set<Long> stillLost = new HashSet<>();
    for (CountryChange change : toldAnew) {
      if (change.routes() != null && change.routes().change().after() == Visibility.LOST) {
        stillLost.add(change.routes().change().prefix());
      }
    }
    lost.keepOnly(stillLost);
  }

  private Recount.Blocks count(Signal signal) {
    return switch (signal) {
      case IPV4_ROUTES -> count(ipv4);
      case IPV6_ROUTES -> count(ipv6);
      case PROBES -> {
        BlockCensus.Count probes = probed();
        yield new Recount.Blocks(probes.up(), probes.unknown(), probes.down());
      }
    };
  }

  private static Recount.Blocks count(TrackedBlocks blocks) {
    return new Recount.Blocks(blocks.visible(), blocks.unknown(), blocks.countLost());
  }

  private void fallSilent(Signal signal) {
    if (signal == Signal.IPV4_ROUTES) {
      polls.remove(IpFamily.IPV4);
    } else if (signal == Signal.IPV6_ROUTES) {
      polls.remove(IpFamily.IPV6);
    }
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
    TrackedBlocks blocks = family == IpFamily.IPV6 ? ipv6 : ipv4;
    blocks.change(routes.firstBlock(), routes.blockCount(), what.before(), what.after());
    if (what.onlyConfirms()) {
      lost.note(what, windowEndMicros);
      return;
    }
    if (what.before() == Visibility.VISIBLE || what.after() != Visibility.LOST) {
      lost.note(what, windowEndMicros);
    }
    if (routes.isToldAnew()) {
      return;
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
    if (hasMet(IpFamily.IPV4, ipv4)) {
      readings.add(read(Signal.IPV4_ROUTES, ipv4, IpFamily.IPV4, windowEndMicros, electorates));
    }
    if (hasMet(IpFamily.IPV6, ipv6)) {
      readings.add(read(Signal.IPV6_ROUTES, ipv6, IpFamily.IPV6, windowEndMicros, electorates));
    }
    return readings;
  }

  private boolean hasMet(IpFamily family, TrackedBlocks blocks) {
    return polls.containsKey(family) || blocks.visible() + blocks.unknown() > 0;
  }

  /**
   * What the probes say of the country at the end of a window: nothing where no block ever
   * answered. IPv6 speaks only where it is all there is (P28).
   *
   * @param members how many vantages there are
   * @param voters how many of them see
   */
  Optional<SignalReading> readProbes(int members, int voters) {
    BlockCensus.Count count = probed();
    return count.total() == 0
        ? Optional.empty()
        : Optional.of(
            SignalReading.ofProbes(count.up(), count.down(), count.unknown(), members, voters));
  }

  private BlockCensus.Count probed() {
    BlockCensus.Count ofIpv4 = probed(IpFamily.IPV4);
    return ofIpv4.total() > 0 ? ofIpv4 : probed(IpFamily.IPV6);
  }

  /** How many blocks of a family are up, down, unknown. */
  BlockCensus.Count probed(IpFamily family) {
    BlockCensus census = probed.get(family);
    return census == null ? new BlockCensus.Count(0, 0, 0) : census.count();
  }

  private SignalReading read(
      Signal signal,
      TrackedBlocks blocks,
      IpFamily family,
      long windowEndMicros,
      Function<IpFamily, Electorate> electorates) {
    Electorate electorate = electorates.apply(family);
    DatedPoll poll = polls.get(family);
    return new SignalReading(
        signal,
        blocks.visible(),
        blocks.unknown(),
        electorate.members(),
        electorate.voters(),
        electorate.history(),
        poll == null ? null : poll.poll(),
        Losses.of(lost, family),
        electorate.blindSinceAt(windowEndMicros));
  }

  TrackedBlocks ipv4() {
    return ipv4;
  }

  TrackedBlocks ipv6() {
    return ipv6;
  }

  /** The blocks by the map that they were told by; shares them with this object. */
  Counted counted() {
    return new Counted(
        toldBy,
        ipv4,
        ipv6,
        Map.of(IpFamily.IPV4, probed(IpFamily.IPV4), IpFamily.IPV6, probed(IpFamily.IPV6)),
        leftBehind);
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
