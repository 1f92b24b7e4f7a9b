package io.nightlight.integration.suite;

import static io.nightlight.integration.world.World.minute;

import io.nightlight.backtest.LabelledOutage;
import io.nightlight.backtest.TruthRow;
import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.ProbeWorld;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Thirty hours of a world drawn from a seed: sixteen countries of one to a hundred /24s, twenty
 * peers at four collectors, twelve vantages. Every five hours each country has an outage, something
 * that must not be taken for one, or peace; meanwhile collectors and vantages fail one after the
 * other.
 *
 * <p>Peers tell of a change within 40 seconds; one peer in twenty keeps stale routes for ever
 * (P19), one in three looks for other paths first (P20).
 */
final class DrawnWorld {
  static final int MINUTES = 30 * 60;

  private static final int SPELL = 300;
  private static final int FIRST = 70;
  private static final int VANTAGES = 12;
  private static final int LATEST_PEER_MILLIS = 40_000;
  private static final List<Long> LONG_WAY = List.of(3356L, 1299L, 6453L);

  /** What can happen to a country. */
  private enum Kind {
    STEP,
    STAGES,
    RAMP,
    TORN,
    DARK,
    BLINK,
    LESSER,
    LEAK,
    OTHER_PATHS,
    PEACE
  }

  private static final List<Kind> DRAWN =
      List.of(
          Kind.STEP,
          Kind.STEP,
          Kind.STEP,
          Kind.STEP,
          Kind.STAGES,
          Kind.RAMP,
          Kind.TORN,
          Kind.DARK,
          Kind.BLINK,
          Kind.LESSER,
          Kind.LESSER,
          Kind.LEAK,
          Kind.OTHER_PATHS,
          Kind.PEACE);

  private record Change(Instant at, boolean lost, long[] prefixes) {}

  private final SplittableRandom random;
  private final List<Land> lands = Land.all();
  private final List<Peer> peers = World.twentyPeers();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<TruthRow> truth = new ArrayList<>();
  private final Recording recording;
  private final ProbeWorld probes = ProbeWorld.of(VANTAGES, 100, 40, ProbeWorld.ROUND);

  private DrawnWorld(long seed) {
    random = new SplittableRandom(seed);
    recording = World.emptyRecording(peers).dumpAll(World.START, table());
  }

  static DrawnWorld of(long seed) {
    DrawnWorld world = new DrawnWorld(seed);
    world.drawFaults();
    world.lands.forEach(world::drawLife);
    world.faults.forEach(world::comeBack);
    world.faults.forEach(world::blind);
    world.recording.murmur(World.START, minute(MINUTES));
    return world;
  }

  Recording recording() {
    return recording;
  }

  ProbeWorld probes() {
    return probes;
  }

  List<TruthRow> truth() {
    return List.copyOf(truth);
  }

  private long[] table() {
    return lands.stream().flatMapToLong(land -> Arrays.stream(land.prefixes())).toArray();
  }

  private void drawFaults() {
    int from = 100;
    while (from < MINUTES - 120) {
      String collector = World.COLLECTORS.get(random.nextInt(World.COLLECTORS.size()));
      int length = 5 + random.nextInt(45);
      faults.add(new Fault(collector, minute(from), minute(from + length)));
      from += 120 + random.nextInt(120);
    }
    for (Fault fault : faults) {
      List<Peer> there = World.at(fault.collector(), peers);
      recording.silence(there, fault.from(), fault.to());
      if (isOfRis(fault.collector())) {
        recording.stateChange(fault.from(), there, 6, 1);
      }
    }
  }

  /** The last said of probes counts, so this comes after what happens to countries. */
  private void blind(Fault fault) {
    Duration later = minutes(60);
    probes.during(
        fault.from().plus(later),
        fault.to().plus(later),
        ProbeWorld.by(random.nextInt(VANTAGES)),
        Answer.NO_REPLY);
  }

  private static boolean isOfRis(String collector) {
    return collector.startsWith("rrc");
  }

  /** What the collector's peers tell when they are back: all that they have by then. */
  private void comeBack(Fault fault) {
    List<Peer> there = World.at(fault.collector(), peers);
    if (isOfRis(fault.collector())) {
      recording.stateChange(fault.to(), there, 1, 6);
      Instant told = fault.to().plusSeconds(10);
      recording.announce(told, there, heldAt(told));
      recording.endOfRib(fault.to().plusSeconds(30), there);
    } else {
      Instant dumpedAt = fault.to().plusSeconds(90);
      long[] then = heldAt(dumpedAt);
      Map<Peer, long[]> rows = new LinkedHashMap<>();
      there.forEach(peer -> rows.put(peer, then));
      recording.dump(dumpedAt, Duration.ZERO, fault.collector(), rows);
    }
  }

  private long[] heldAt(Instant at) {
    Set<Long> lost = new HashSet<>();
    changes.stream()
        .filter(change -> !change.at().isAfter(at))
        .sorted(Comparator.comparing(Change::at))
        .forEach(
            change -> {
              for (long prefix : change.prefixes()) {
                if (change.lost()) {
                  lost.add(prefix);
                } else {
                  lost.remove(prefix);
                }
              }
            });
    return Arrays.stream(table()).filter(prefix -> !lost.contains(prefix)).toArray();
  }

  private void drawLife(Land land) {
    for (int spell = FIRST; spell + SPELL <= MINUTES; spell += SPELL) {
      Instant at = minute(spell + random.nextInt(60)).plusMillis(random.nextInt(60_000));
      happen(land, DRAWN.get(random.nextInt(DRAWN.size())), at);
    }
  }

  private void happen(Land land, Kind kind, Instant at) {
    switch (kind) {
      case STEP -> step(land, at);
      case STAGES -> stages(land, at);
      case RAMP -> ramp(land, at);
      case TORN -> torn(land, at);
      case DARK -> dark(land, at);
      case BLINK -> {
        lose(land, at, 0, land.size());
        regain(land, at.plusSeconds(40 + random.nextInt(50)), 0, land.size());
      }
      case LESSER -> {
        int most = land.fewestLost() - 1;
        if (most > 0) {
          lose(land, at, 0, most);
          regain(land, at.plus(minutes(20 + random.nextInt(100))), 0, most);
        }
      }
      case LEAK -> leak(land, at);
      case OTHER_PATHS ->
          each(
              at,
              (peer, when) -> recording.announce(when, List.of(peer), LONG_WAY, land.prefixes()));
      case PEACE -> {}
    }
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private void step(Land land, Instant at) {
    int lost = drawnLoss(land);
    Instant back = at.plus(minutes(10 + random.nextInt(120))).plusSeconds(random.nextInt(60));
    lose(land, at, 0, lost);
    regain(land, back, 0, lost);
    label(land, at, back, lost, "step");
  }

  private int drawnLoss(Land land) {
    double share =
        switch (random.nextInt(3)) {
          case 0 -> 0.2 + 0.3 * random.nextDouble();
          case 1 -> 0.5 + 0.4 * random.nextDouble();
          default -> 1;
        };
    int lost = (int) Math.ceil(share * land.size());
    return Math.min(land.size(), Math.max(land.fewestLost(), lost));
  }

  /** Provider after provider (P43). */
  private void stages(Land land, Instant at) {
    int first = Math.max(land.fewestLost(), (land.size() + 2) / 3);
    int second = Math.max(first, land.size() * 2 / 3);
    lose(land, at, 0, first);
    lose(land, at.plus(minutes(20)), first, second);
    lose(land, at.plus(minutes(35)), second, land.size());
    Instant back = at.plus(minutes(90 + random.nextInt(60)));
    regain(land, back, 0, land.size());
    label(land, at, back, land.size(), "stages");
  }

  /** One prefix after the other within two hours (P42); it begins when enough are gone. */
  private void ramp(Land land, Instant at) {
    if (land.size() < 12) {
      step(land, at);
      return;
    }
    int lost = land.size() * 9 / 10;
    Instant began = at;
    for (int i = 0; i < lost; i++) {
      Instant gone = at.plusSeconds(7200L * i / lost);
      lose(land, gone, i, i + 1);
      began = i + 1 == land.fewestLost() ? gone : began;
    }
    Instant back = at.plus(minutes(140 + random.nextInt(30)));
    regain(land, back, 0, lost);
    label(land, began, back, lost, "ramp");
  }

  /** It comes back twice, for five minutes (P44). */
  private void torn(Land land, Instant at) {
    Instant back = at.plus(minutes(75));
    lose(land, at, 0, land.size());
    for (int after : new int[] {25, 50}) {
      regain(land, at.plus(minutes(after)), 0, land.size());
      lose(land, at.plus(minutes(after + 5)), 0, land.size());
    }
    regain(land, back, 0, land.size());
    label(land, at, back, land.size(), "torn");
  }

  /** Routes stay, nothing answers (P49). */
  private void dark(Land land, Instant at) {
    if (!land.probed()) {
      return;
    }
    Instant back = at.plus(minutes(60 + random.nextInt(90)));
    probes.during(at, back, ProbeWorld.into(land.country()), Answer.NO_REPLY);
    truth.add(
        TruthRow.of(
            new LabelledOutage(land.country(), at, back), "all", "probes", ">= 50 %", "dark"));
  }

  /** More of the country's space is announced for a while, and vanishes (P30). */
  private void leak(Land land, Instant at) {
    long[] space = CountrySpace.ipv4Blocks(land.country(), land.size() * 2);
    long[] more = Arrays.copyOfRange(space, land.size(), space.length);
    if (more.length > 0) {
      each(at, (peer, when) -> recording.announce(when, List.of(peer), more));
      each(at.plus(minutes(50)), (peer, when) -> recording.withdraw(when, List.of(peer), more));
    }
  }

  private void label(Land land, Instant from, Instant to, int lost, String kind) {
    boolean deep = 2 * lost >= land.size();
    truth.add(
        TruthRow.of(
            new LabelledOutage(land.country(), from, to),
            "all",
            "routes",
            deep ? ">= 50 %" : 5 * lost >= land.size() ? "20 to 50 %" : "< 20 %",
            kind));
  }

  private void lose(Land land, Instant at, int from, int to) {
    long[] prefixes = land.some(from, to);
    changes.add(new Change(at, true, prefixes));
    int stale = random.nextInt(peers.size());
    each(
        at,
        (peer, when) -> {
          if (peer.equals(peers.get(stale))) {
            return;
          }
          if (random.nextInt(3) == 0) {
            Instant hunting = at.plusMillis(Duration.between(at, when).toMillis() / 2);
            recording.announce(hunting, List.of(peer), LONG_WAY, prefixes);
          }
          recording.withdraw(when, List.of(peer), prefixes);
        });
    if (land.probed()) {
      probes.during(at, minute(MINUTES), hits(land, from, to), Answer.NO_REPLY);
    }
  }

  private void regain(Land land, Instant at, int from, int to) {
    long[] prefixes = land.some(from, to);
    changes.add(new Change(at, false, prefixes));
    each(at, (peer, when) -> recording.announce(when, List.of(peer), prefixes));
    if (land.probed()) {
      probes.during(at, minute(MINUTES), hits(land, from, to), Answer.REPLY);
    }
  }

  private static ProbeWorld.Which hits(Land land, int from, int to) {
    return (vantage, country, block, at, chance) ->
        country.equals(land.country()) && block >= from && block < to;
  }

  private interface Says {
    void say(Peer peer, Instant at);
  }

  private void each(Instant at, Says says) {
    for (Peer peer : peers) {
      Instant when = at.plusMillis(random.nextInt(LATEST_PEER_MILLIS));
      if (faults.stream().noneMatch(fault -> fault.covers(peer.collector(), when))) {
        says.say(peer, when);
      }
    }
  }
}
