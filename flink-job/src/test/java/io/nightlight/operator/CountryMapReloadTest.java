package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.announce;
import static io.nightlight.operator.Minutes.end;
import static io.nightlight.operator.Minutes.session;
import static io.nightlight.operator.Minutes.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.domain.probing.BlockBatchBuilder;
import io.nightlight.domain.probing.ProbingRules;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.ShardMembers;
import io.nightlight.job.JobConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The trackers of routes and blocks and the judge of countries, one behind the other, restored with
 * another country map (pitfall P53).
 *
 * <p>By the first map 11.0.0-9 are KP's, 11.0.10-29 BE's and 11.0.30-33 LU's. By the second BE has
 * three of KP's, and NL, which had nothing, has all of LU's.
 */
class CountryMapReloadTest {
  private static final OutputTag<AvailabilityScore> SCORES =
      new OutputTag<>("scores", TypeInformation.of(AvailabilityScore.class));
  private static final OutputTag<ShardMembers> MEMBERS =
      new OutputTag<>("shard-members", TypeInformation.of(ShardMembers.class));

  private static final OutputTag<CountryWord> WORDS =
      new OutputTag<>("words", TypeInformation.of(CountryWord.class));

  /** An hour is warm-up enough, also for probes. */
  private static final DetectionRules RULES =
      JobConfig.load(null, List.of("warmup.probes=60min")).detection();

  private static final int BLOCKS = 34;
  private static final Session[] PEERS = {
    session("rrc06", 1), session("rrc06", 2), session("rrc06", 3)
  };

  private static final CountryMap FIRST = map("first", 10, "LU");
  private static final CountryMap SECOND = map("second", 7, "NL");

  private CountryMap map = FIRST;

  private final Rehearsal<Integer, RouteBatch, CountryChange> routes =
      new Rehearsal<>(
          () -> new TrackRoutes(MINUTE, map, MEMBERS),
          RouteBatch::shard,
          Types.INT,
          TypeInformation.of(CountryChange.class));

  private final Rehearsal<Integer, BlockBatch, CountryChange> blocks =
      new Rehearsal<>(
          () -> new TrackBlocks(MINUTE, ProbingRules.defaults(), map),
          BlockBatch::shard,
          Types.INT,
          TypeInformation.of(CountryChange.class));

  private final Rehearsal<String, CountryChange, OutageEvent> judge =
      new Rehearsal<>(
          () ->
              new JudgeCountry(
                  MINUTE,
                  RULES,
                  new Provenance("test", RunMode.REPLAY, "1", map.version()),
                  SCORES,
                  WORDS),
          CountryChange::country,
          Types.STRING,
          TypeInformation.of(OutageEvent.class),
          WORDS,
          SCORES);

  private final List<AvailabilityScore> scores = new ArrayList<>();
  private final List<OutageEvent> events = new ArrayList<>();

  /** Blocks that don't answer probes. */
  private final List<Integer> dark = new ArrayList<>();

  private int now;

  CountryMapReloadTest() throws Exception {}

  private static CountryMap map(String name, int ofKp, String last) {
    CountryMapBuilder builder = new CountryMapBuilder();
    long first = Prefix.firstBlock(Prefix.parse(prefix(0)));
    builder.addIpv4Blocks("KP", first, ofKp);
    builder.addIpv4Blocks("BE", first + ofKp, 30 - ofKp);
    builder.addIpv4Blocks(last, first + 30, 4);
    return builder.build(name);
  }

  private static String prefix(int block) {
    return "11.0." + block + ".0/24";
  }

  private void direct(Directive directive) throws Exception {
    routes.direct(directive);
    blocks.direct(directive);
    judge.direct(directive);
  }

  /** All routes are there and all blocks answer, up to the end of that minute. */
  private void begin(int until) throws Exception {
    for (Session peer : PEERS) {
      direct(
          Directive.of(
              new SessionStanding(
                  peer.id(),
                  IpFamily.IPV4,
                  peer.peerAsn(),
                  end(1),
                  Ballot.VOTES,
                  Long.MIN_VALUE,
                  0,
                  end(0),
                  end(0),
                  0,
                  SessionStanding.SEES)));
    }
    for (int vantage = 0; vantage < 3; vantage++) {
      direct(
          Directive.of(
              List.of(new VantageStanding(vantage(vantage).id(), end(1), Sight.SEES, List.of()))));
    }
    routes(1, all(0, BLOCKS), true);
    pass(until);
  }

  private static Vantage vantage(int number) {
    return Vantage.of("v" + number);
  }

  private static int[] all(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private void withdrawn(int minute, int... which) throws Exception {
    routes(minute, which, false);
  }

  private void announced(int minute, int... which) throws Exception {
    routes(minute, which, true);
  }

  private void routes(int minute, int[] which, boolean isThere) throws Exception {
    for (int block : which) {
      for (Session peer : PEERS) {
        long at = end(minute) - 30_000_000;
        String prefix = prefix(block);
        routes.tell(isThere ? announce(peer, at, prefix) : withdraw(peer, at, prefix));
      }
    }
  }

  private void probe(int minute) throws Exception {
    for (int block = 0; block < BLOCKS; block++) {
      long key = Prefix.parse(prefix(block));
      for (int vantage = 0; vantage < 3; vantage++) {
        int replies = dark.contains(block) ? 0 : 1;
        BlockBatchBuilder builder = new BlockBatchBuilder(Shards.key(Shards.of(key)));
        builder.add(
            new ProbeObservation(
                vantage(vantage),
                end(minute) - 30_000_000 + vantage,
                new Target(key, 1),
                ProbeMethod.ICMP_ECHO,
                replies,
                1 - replies,
                0));
        blocks.tell(builder.take(Long.MIN_VALUE));
      }
    }
  }

  private void pass(int until) throws Exception {
    while (now < until) {
      now++;
      probe(now);
      routes.pass(end(now));
      blocks.pass(end(now));
      for (CountryChange change : routes.hear(CountryChange.class)) {
        judge.tell(change);
      }
      for (CountryChange change : blocks.hear(CountryChange.class)) {
        judge.tell(change);
      }
      judge.pass(end(now));
      for (Object said : judge.hear()) {
        if (said instanceof AvailabilityScore score) {
          scores.add(score);
        } else if (said instanceof OutageEvent event) {
          events.add(event);
        }
      }
    }
  }

  /** A kill and a restore with that map; it holds from the next window on. */
  private void reload(CountryMap other, int parallelism) throws Exception {
    boolean isAnother = !other.equals(map);
    map = other;
    routes.restore(parallelism);
    blocks.restore(parallelism);
    judge.restore(parallelism);
    if (isAnother) {
      direct(Directive.mapSince(end(now + 1)));
    }
  }

  private AvailabilityScore score(String country, int minute) {
    return scores.stream()
        .filter(score -> score.country().equals(country))
        .filter(score -> score.windowEnd().equals(Micros.toInstant(end(minute))))
        .findFirst()
        .orElseThrow();
  }

  private void assertBlocks(String country, int minute, long value, double usual) {
    assertThat(score(country, minute).signals())
        .as(country + " in minute " + minute)
        .extracting(signal -> signal.value(), signal -> signal.baseline())
        .containsExactly(tuple(value, usual), tuple(value, usual));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 8", "8, 1", "8, 3"})
  void p53ANewMapMovesValueAndBaselineInTheSameWindow(int before, int after) throws Exception {
    begin(40);
    reload(FIRST, before);
    pass(100);
    reload(SECOND, after);
    pass(180);
    assertBlocks("KP", 100, 10, 10);
    assertBlocks("BE", 100, 20, 20);
    assertBlocks("KP", 101, 7, 7);
    assertBlocks("BE", 101, 23, 23);
    assertThat(events).isEmpty();
    assertThat(scores)
        .filteredOn(score -> List.of("KP", "BE").contains(score.country()))
        .filteredOn(score -> score.windowEnd().isAfter(Micros.toInstant(end(100))))
        .hasSize(160)
        .extracting(AvailabilityScore::status, AvailabilityScore::score)
        .containsOnly(tuple(ScoreStatus.AVAILABLE, 1.0));
  }

  @Test
  void p53ACountryWithItsVeryFirstBlocksWarmsUpAndOneWithoutAnyFallsSilent() throws Exception {
    begin(100);
    reload(SECOND, 8);
    pass(180);
    assertThat(score("NL", 101).status()).isEqualTo(ScoreStatus.WARMING);
    assertThat(score("NL", 180).status()).isEqualTo(ScoreStatus.AVAILABLE);
    assertThat(score("NL", 180).score()).isEqualTo(1.0);
    assertThat(score("LU", 100).score()).isEqualTo(1.0);
    assertThat(score("LU", 101).status()).isEqualTo(ScoreStatus.UNKNOWN);
    assertThat(score("LU", 101).score()).isNull();
    assertThat(events).isEmpty();
  }

  @Test
  void p53TheFirstMapAgainMovesAllBack() throws Exception {
    begin(100);
    reload(SECOND, 8);
    pass(200);
    reload(FIRST, 1);
    pass(300);
    assertBlocks("KP", 201, 10, 10);
    assertBlocks("BE", 201, 20, 20);
    assertBlocks("LU", 201, 4, 4);
    assertThat(score("NL", 201).status()).isEqualTo(ScoreStatus.UNKNOWN);
    assertThat(events).isEmpty();
  }

  @Test
  void p53AnOutageInTheMovedPartIsFoundInItsNewCountry() throws Exception {
    begin(100);
    reload(SECOND, 8);
    pass(110);
    withdrawn(111, all(7, 14));
    withdrawn(111, 0);
    pass(140);
    assertThat(events)
        .extracting(OutageEvent::kind, OutageEvent::country)
        .containsExactly(tuple(EventKind.STARTED, "BE"));
    assertThat(events.get(0).geoVersion()).isEqualTo(SECOND.version());
    assertThat(score("BE", 120).score()).isEqualTo(0.695652);
  }

  /** Of KP's ten all but one are lost; one of those that go is the one that is there. */
  @ParameterizedTest
  @CsvSource({"1", "8"})
  void p53AnOutageOpenAcrossTheReloadRecoversUnderTheSameId(int parallelism) throws Exception {
    begin(100);
    dark.addAll(IntStream.range(0, 10).boxed().toList());
    withdrawn(101, all(0, 10));
    pass(160);
    reload(SECOND, parallelism);
    pass(200);
    dark.clear();
    announced(201, all(0, 10));
    pass(240);
    assertThat(events).extracting(OutageEvent::country).containsOnly("KP");
    assertThat(events).extracting(OutageEvent::eventId).containsOnly(events.get(0).eventId());
    assertThat(events).last().extracting(OutageEvent::kind).isEqualTo(EventKind.RECOVERED);
    assertThat(events.get(events.size() - 1).recoveredTo()).isEqualTo(1.0);
    assertThat(events.get(events.size() - 1).recoveredAt())
        .isBetween(Micros.toInstant(end(200)), Micros.toInstant(end(201)));
    assertBlocks("KP", 160, 0, 10);
    assertBlocks("KP", 161, 0, 7);
    assertThat(score("BE", 161).score()).isEqualTo(1.0);
  }

  /** Nothing is claimed of what the map no longer places; the first map again, and it goes on. */
  @Test
  void p53AnOutageOfACountryWithoutBlocksStaysOpen() throws Exception {
    begin(100);
    withdrawn(101, all(30, 34));
    pass(120);
    reload(SECOND, 1);
    pass(140);
    assertThat(events).extracting(OutageEvent::kind).containsExactly(EventKind.STARTED);
    reload(FIRST, 8);
    pass(150);
    announced(151, all(30, 34));
    pass(180);
    assertThat(events)
        .extracting(OutageEvent::country, OutageEvent::kind)
        .containsExactly(tuple("LU", EventKind.STARTED), tuple("LU", EventKind.RECOVERED));
    assertThat(events).extracting(OutageEvent::eventId).containsOnly(events.get(0).eventId());
  }

  /** One block of its own is not a quarter of the four that another map gave it. */
  @Test
  void p53ACountryThatLostAllByTheMapBeginsAnewWithWhatItAnnounces() throws Exception {
    begin(100);
    CountryMapBuilder later = new CountryMapBuilder();
    SECOND.forEachIpv4Range(later::addIpv4Blocks);
    later.addIpv4Blocks("LU", Prefix.firstBlock(Prefix.parse(prefix(99))), 1);
    reload(later.build("third"), 1);
    pass(130);
    announced(131, 99);
    pass(150);
    assertThat(score("LU", 130).score()).isNull();
    assertThat(score("LU", 140).score()).isEqualTo(1.0);
    assertThat(events).isEmpty();
  }

  /** What is lost in the very window of the reload is lost in the new country. */
  @Test
  void p53ALossInTheWindowOfTheReloadIsFound() throws Exception {
    begin(100);
    reload(SECOND, 1);
    withdrawn(101, all(10, 20));
    pass(120);
    OutageEvent started = events.get(0);
    assertThat(started.country()).isEqualTo("BE");
    assertThat(Duration.between(Micros.toInstant(end(100)), started.startedAt()))
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(started.lostPrefixes()).hasSize(10).contains(prefix(10));
  }

  /** A restore without the versions that this release keeps: by the same map nothing changes. */
  @Test
  void p53TheSameMapToldAnewChangesNothing() throws Exception {
    begin(100);
    withdrawn(101, all(0, 6));
    pass(110);
    map = map("renamed", 10, "LU");
    reload(map, 1);
    direct(Directive.mapSince(end(111)));
    pass(130);
    AvailabilityScore before = score("KP", 110);
    AvailabilityScore after = score("KP", 111);
    assertThat(after.signals()).isEqualTo(before.signals());
    assertThat(after.score()).isEqualTo(before.score());
    assertThat(events).extracting(OutageEvent::kind).containsExactly(EventKind.STARTED);
    assertThat(events.get(0).lostPrefixes()).hasSize(6);
  }

  /** Windows that others had closed before the restore are not told by the new map. */
  @Test
  void p53WindowsOfTheOldMapAreNotToldByTheNewOne() throws Exception {
    begin(100);
    map = SECOND;
    routes.restore(1);
    blocks.restore(1);
    judge.restore(1);
    direct(Directive.mapSince(end(103)));
    withdrawn(101, all(0, 10));
    pass(110);
    assertBlocks("BE", 102, 20, 20);
    assertThat(score("KP", 102).score()).isEqualTo(1.0);
    assertThat(score("KP", 103).score()).isEqualTo(0.0);
    assertThat(score("BE", 103).score()).isEqualTo(0.869565);
    assertThat(events).extracting(OutageEvent::country).containsOnly("KP");
  }
}
