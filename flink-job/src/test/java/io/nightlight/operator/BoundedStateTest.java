package io.nightlight.operator;

import static io.nightlight.operator.Minutes.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.measurement.CollectorHealth;
import io.nightlight.domain.measurement.CollectorWatch;
import io.nightlight.domain.measurement.CountrySuccess;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionTally;
import io.nightlight.domain.measurement.VantagePanel;
import io.nightlight.domain.measurement.VantageRules;
import io.nightlight.domain.measurement.VantageSummary;
import io.nightlight.domain.measurement.WatchRules;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.probing.BlockBatchBuilder;
import io.nightlight.domain.probing.BlockTable;
import io.nightlight.domain.probing.ProbingRules;
import io.nightlight.domain.probing.VantageStandings;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.ShardMembers;
import io.nightlight.domain.routes.Standings;
import io.nightlight.job.JobConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pitfall P64: months of prefixes, blocks, sessions, collectors and vantages that come and go, with
 * the noise of leaks and hijacks. What is kept of them reaches a level and stays there.
 */
class BoundedStateTest {
  private static final long HOUR = 3_600_000_000L;
  private static final long DAY = 24 * HOUR;
  private static final long FIRST_DAY = T0 / DAY * DAY + DAY;
  private static final OutputTag<MeasurementDraft> DRAFTS =
      new OutputTag<>("measurement-drafts", TypeInformation.of(MeasurementDraft.class));

  private final SplittableRandom random = new SplittableRandom(20_141_222);

  private long noise() {
    return random.nextInt(3) == 0
        ? Prefix.ipv6(0x2000_0000_0000L | random.nextLong(1L << 45), 48)
        : Prefix.ipv4(random.nextInt(), 24);
  }

  /** A shard of the tables, and a country that all of its prefixes are in. */
  private final class Routes {
    private static final long WINDOW = HOUR / 6;
    private static final int STABLE = 8;

    private final RouteShard shard = new RouteShard(WINDOW);
    private final CountryMemory country = new CountryMemory();
    private final Map<Long, SessionStanding> standings = new HashMap<>();
    private final Deque<List<Long>> living = new ArrayDeque<>();
    private final List<Long> table = new ArrayList<>();
    private Standings inForce = key -> null;
    private long now = FIRST_DAY;

    Routes() {
      for (int i = 0; i < 200; i++) {
        table.add(noise());
      }
      for (int peer = 0; peer < STABLE; peer++) {
        stand(session(peer), Ballot.VOTES);
        tell(session(peer), RouteOps.ANNOUNCE, table);
      }
    }

    private Session session(int number) {
      return Session.of("rrc00", "192.0.2." + number % 250, 64_500 + number);
    }

    private void stand(Session session, Ballot ballot) {
      for (IpFamily family : IpFamily.values()) {
        SessionStanding standing =
            new SessionStanding(
                session.id(),
                family,
                session.peerAsn(),
                now,
                ballot,
                Long.MIN_VALUE,
                0,
                0,
                0,
                0,
                SessionStanding.SEES);
        standings.put(standing.key(), standing);
      }
      inForce = Map.copyOf(standings)::get;
    }

    private void tell(Session session, int kind, List<Long> prefixes) {
      long[] ops = OpWords.room(prefixes.size());
      for (int i = 0; i < prefixes.size(); i++) {
        OpWords.put(ops, i, now + i, i, prefixes.get(i), RouteOps.source(0, kind), 64_000 + i % 50);
      }
      shard.accept(
          new RouteBatch(
              0,
              Long.MIN_VALUE,
              new long[] {session.id()},
              new long[] {session.peerAsn()},
              ops,
              RouteBatch.noPathIds()));
    }

    private void settle() {
      now += WINDOW;
      shard.settle(
          now,
          inForce,
          change ->
              country.apply(
                  CountryChange.of(
                      "FR",
                      now,
                      change,
                      Prefix.firstBlock(change.prefix()),
                      Prefix.blockCount(change.prefix()))));
      country
          .judge(
              "FR",
              JobConfig.load(null, List.of("window.length=10min")).detection(),
              new Provenance("t", RunMode.REPLAY, "1", "m"))
          .judge(
              Micros.toInstant(now - WINDOW),
              Micros.toInstant(now),
              country.readRoutes(now, family -> Electorate.of(standings.values(), family)));
    }

    /** Noise of one peer each hour; prefixes that live for four days; a guest for three. */
    void live(int day) {
      Session guest = session(STABLE + day);
      stand(guest, Ballot.VOTES);
      tell(guest, RouteOps.ANNOUNCE, table.subList(0, 50));
      tell(guest, RouteOps.ANNOUNCE, List.of(noise(), noise(), noise()));
      if (day >= 3) {
        stand(session(STABLE + day - 3), Ballot.ABSTAINS);
      }
      if (day >= 8) {
        Session gone = session(STABLE + day - 8);
        stand(gone, Ballot.RETIRED);
        settle();
        for (IpFamily family : IpFamily.values()) {
          standings.remove(SessionStanding.key(gone.id(), family));
        }
        inForce = Map.copyOf(standings)::get;
      }
      List<Long> born = List.of(noise(), noise(), noise(), noise(), noise());
      living.add(born);
      List<Long> dying = living.size() > 4 ? living.remove() : List.of();
      for (int peer = 0; peer < STABLE; peer++) {
        tell(session(peer), RouteOps.ANNOUNCE, born);
        tell(session(peer), RouteOps.WITHDRAW, dying);
      }
      for (int hour = 0; hour < 24; hour++) {
        Session liar = session(random.nextInt(STABLE));
        List<Long> leaked = List.of(noise(), noise(), noise());
        tell(liar, RouteOps.ANNOUNCE, leaked);
        for (int window = 0; window < 6; window++) {
          settle();
        }
        tell(liar, RouteOps.WITHDRAW, leaked);
      }
    }
  }

  /** Prefixes that were held for days are remembered for 40 days, in case they come back. */
  @Test
  void p64TablesAndCountriesReachALevel() {
    Routes routes = new Routes();
    List<Integer> tables = new ArrayList<>();
    List<Integer> countries = new ArrayList<>();
    for (int day = 0; day < 110; day++) {
      routes.live(day);
      tables.add(StateBytes.write(new RouteTableSerializer(), routes.shard).length);
      countries.add(StateBytes.write(new CountryMemorySerializer(), routes.country).length);
    }

    Levels.assertLevel(tables, 50);
    Levels.assertLevel(countries, 50);
    int prefixes =
        routes.shard.table(IpFamily.IPV4).prefixes() + routes.shard.table(IpFamily.IPV6).prefixes();
    assertThat(prefixes).isLessThan(200 + 45 * 8 + 3 * 72);
  }

  @Test
  void p64BlocksReachALevel() {
    ProbingRules rules = new ProbingRules(Duration.ofMinutes(30), Duration.ofDays(7));
    BlockTable table = new BlockTable(HOUR);
    List<Integer> sizes = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      for (int hour = 0; hour < 24; hour++) {
        long at = FIRST_DAY + day * DAY + hour * HOUR;
        BlockBatchBuilder batch = new BlockBatchBuilder(0);
        for (int i = 0; i < 20; i++) {
          long block = i < 10 ? Prefix.ipv4(i << 8, 24) : noise();
          batch.add(
              new ProbeObservation(
                  Vantage.of("v" + random.nextInt(1_000_000)),
                  at + i,
                  new Target(block, random.nextInt(256)),
                  ProbeMethod.ICMP_ECHO,
                  random.nextInt(2),
                  1,
                  0));
        }
        table.accept(batch.take(Long.MIN_VALUE));
        table.settle(at + HOUR, rules, VantageStandings.CLEAR, change -> {});
      }
      sizes.add(StateBytes.write(new BlockTableSerializer(), table).length);
    }

    Levels.assertLevel(sizes, 10);
    assertThat(table.blocks(IpFamily.IPV4) + table.blocks(IpFamily.IPV6)).isLessThan(9 * 240);
  }

  private static WatchRules twoDays() {
    return JobConfig.load(null, List.of("session.retire-after=2d", "session.silence.longest=12h"))
        .sessions()
        .watchRules();
  }

  private static SessionSummary update(Session session, long windowEnd) {
    SessionTally tally = new SessionTally(session, windowEnd);
    tally.add(Minutes.observed(BgpEvent.UPDATE, session, windowEnd - HOUR / 2, "175.45.176.0/24"));
    return Objects.requireNonNull(tally.take());
  }

  private static SessionSummary leaving(Session session, long windowEnd) {
    SessionTally tally = new SessionTally(session, windowEnd);
    tally.add(Minutes.observed(BgpEvent.PEER_DOWN, session, windowEnd - HOUR / 2));
    return Objects.requireNonNull(tally.take());
  }

  /** Every day a collector with three peers appears, and is heard of for a day. */
  @Test
  void p64SessionsAndCollectorsReachALevel() throws Exception {
    var watch =
        new Rehearsal<String, SessionSummary, Directive>(
            () -> new WatchSources(HOUR, twoDays(), DRAFTS),
            summary -> summary.session().collector(),
            Types.STRING,
            TypeInformation.of(Directive.class),
            DRAFTS);
    try (var tell = tellBlindness()) {
      assertLevels(
          watch,
          tell,
          (day, hour, end) -> {
            watch.tell(update(Minutes.session("rrc00", 1), end));
            watch.tell(update(Minutes.session("rrc00", 2 + day), end));
            for (int peer = 0; peer < 3; peer++) {
              Session guest = Minutes.session("guest-" + (1_000 + day), peer);
              watch.tell(hour < 24 ? update(guest, end) : leaving(guest, end));
            }
          });
      assertThat(watch.timers()).as("collectors that are ticked").isLessThan(6);
      assertToldBack(tell, "guest-1000");
    }
  }

  /** Every day a vantage appears, probes six countries and is never heard of again. */
  @Test
  void p64VantagesReachALevel() throws Exception {
    VantageRules standard = VantageRules.defaults();
    VantageRules rules =
        new VantageRules(
            standard.roundMicros(),
            standard.collapsedShare(),
            standard.fewestResults(),
            standard.fewestCountries(),
            standard.blindShare(),
            standard.forgetMicros(),
            twoDays());
    var watch =
        new Rehearsal<String, VantageSummary, Directive>(
            () -> new WatchVantages(HOUR, rules, DRAFTS),
            summary -> WatchVantages.ALL,
            Types.STRING,
            TypeInformation.of(Directive.class),
            DRAFTS);
    try (var tell = tellBlindness()) {
      assertLevels(
          watch,
          tell,
          (day, hour, end) -> {
            watch.tell(results("stays", end));
            watch.tell(results("guest-" + (1_000 + day), end));
          });
      assertToldBack(tell, "guest-1000");
    }
  }

  @Test
  void p64NamesWithoutEndFillATableOnlySoFar() {
    RouteShard shard = new RouteShard(HOUR);
    int noRoom = 0;
    for (int from = 0; from < 10_000; from += 100) {
      long[] ids = new long[100];
      long[] ops = OpWords.room(100);
      for (int i = 0; i < 100; i++) {
        ids[i] = 1 + from + i;
        OpWords.put(
            ops, i, FIRST_DAY + 1, i, noise(), RouteOps.source(i, RouteOps.ANNOUNCE), 64_500);
      }
      noRoom +=
          shard
              .accept(new RouteBatch(0, Long.MIN_VALUE, ids, ids, ops, RouteBatch.noPathIds()))
              .noRoom();
    }
    shard.settle(FIRST_DAY + HOUR, key -> null, change -> {});

    int kept = shard.table(IpFamily.IPV4).prefixes() + shard.table(IpFamily.IPV6).prefixes();
    assertThat(kept + noRoom).isBetween(9_990, 10_000);
    assertThat(kept).isLessThan(2 * 4_096 + 1);
  }

  /** Fifty thousand collectors that nobody ever hears of again, beside one that speaks on. */
  @Test
  @Timeout(60)
  void p64NamesOfCollectorsWithoutEndAreForgottenWithinDays() throws Exception {
    var watch =
        new Rehearsal<String, SessionSummary, Directive>(
            () -> new WatchSources(DAY / 2, WatchRules.defaults(), DRAFTS),
            summary -> summary.session().collector(),
            Types.STRING,
            TypeInformation.of(Directive.class),
            DRAFTS);
    for (int i = 0; i < 50_000; i++) {
      watch.tell(update(Minutes.session("made-up-" + i, 1), FIRST_DAY));
    }
    Session real = Minutes.session("rrc00", 1);
    for (long end = FIRST_DAY; end <= FIRST_DAY + 2 * DAY; end += DAY / 2) {
      watch.tell(update(real, end));
      watch.pass(end);
      for (Directive directive : watch.hear(Directive.class)) {
        watch.direct(directive);
      }
    }
    watch.direct(Minutes.votes(real, FIRST_DAY + 3 * DAY));

    assertThat(watch.timers()).as("collectors that are ticked").isEqualTo(1);
    assertThat(watch.filed()).as("sessions on file").isEqualTo(1);
    assertThat(watch.stateBytes()).isLessThan(100_000);
  }

  @Test
  void p64NamesWithoutEndAreWatchedOnlySoFar() {
    Map<Long, SessionSummary> sessions = new HashMap<>();
    Map<Long, VantageSummary> vantages = new HashMap<>();
    for (int i = 0; i < 40_000; i++) {
      SessionSummary session = update(Minutes.session("rrc00", i), FIRST_DAY);
      sessions.put(session.session().id(), session);
      VantageSummary vantage = results("v" + i, FIRST_DAY);
      vantages.put(vantage.vantage().id(), vantage);
    }

    var watched =
        new CollectorWatch("rrc00", HOUR, WatchRules.defaults())
            .next(Map.of(), CollectorHealth.unknown(), sessions, FIRST_DAY);
    var panel =
        new VantagePanel(HOUR, VantageRules.defaults())
            .next(Map.of(), VantagePanel.FeedHealth.SEES, vantages, FIRST_DAY);

    assertThat(watched.sessions()).hasSize(4_096);
    assertThat(panel.vantages()).hasSize(32_768);
  }

  private static VantageSummary results(String vantage, long end) {
    List<CountrySuccess> countries =
        List.of("BE", "KP", "LY", "NL", "SD", "UY").stream()
            .map(country -> new CountrySuccess(country, 9, 1))
            .toList();
    return new VantageSummary(Vantage.of(vantage), end, 60, end - HOUR / 2, countries);
  }

  /** What is said in an hour, which ends then. */
  private interface Hour {
    void play(int day, int hour, long windowEnd) throws Exception;
  }

  /** Forty days in which sources come and go: those who watch them and who tells of it. */
  private static <S> void assertLevels(
      Rehearsal<String, S, Directive> watch,
      KeyedTwoInputStreamOperatorTestHarness<
              String, MeasurementDraft, ShardMembers, MeasurementEvent>
          tell,
      Hour said)
      throws Exception {
    List<Integer> watched = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      for (int hour = 1; hour <= 24; hour++) {
        long end = FIRST_DAY + day * DAY + hour * HOUR;
        said.play(day, hour, end);
        watch.pass(end);
        for (MeasurementDraft draft : watch.hear(MeasurementDraft.class)) {
          tell.processElement1(draft, 0);
        }
        tell.processBothWatermarks(new Watermark(Ticks.timer(end)));
      }
      watched.add(watch.stateBytes());
      told.add((int) tell.snapshot(1, 1).getStateSize());
    }
    Levels.assertLevel(watched, 10);
    Levels.assertLevel(told, 10);
  }

  private static void assertToldBack(
      KeyedTwoInputStreamOperatorTestHarness<
              String, MeasurementDraft, ShardMembers, MeasurementEvent>
          tell,
      String scope) {
    assertThat(tell.extractOutputValues())
        .extracting(MeasurementEvent::scope, MeasurementEvent::kind)
        .as("what is gone for good is told back")
        .contains(
            tuple(scope, MeasurementEvent.Kind.DEGRADED),
            tuple(scope, MeasurementEvent.Kind.RESTORED));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, MeasurementDraft, ShardMembers, MeasurementEvent>
      tellBlindness() throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new TellBlindness(0)),
            draft -> TellBlindness.ALL,
            members -> TellBlindness.ALL,
            Types.STRING);
    harness.open();
    return harness;
  }
}
