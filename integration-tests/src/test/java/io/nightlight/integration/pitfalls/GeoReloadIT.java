package io.nightlight.integration.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.JobConfig;
import io.nightlight.job.OutageTopology;
import io.nightlight.job.OutageTopology.Inputs;
import io.nightlight.replay.OutputLine;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.SignalScore;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.AvailabilityScoreCodec;
import io.nightlight.wire.AvroJsonReader;
import io.nightlight.wire.MeasurementEventCodec;
import io.nightlight.wire.OutageEventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole topology, stopped with a savepoint, goes on with another country map at another
 * parallelism, and later with the first one again (pitfall P53).
 *
 * <p>Four countries; by the second map D has three of C's ten /24s, and E has lost two of ten to F.
 * E's routes are withdrawn an hour before the map changes and come back half an hour after; then
 * the /24s that D got are withdrawn together with some of its own.
 */
@Timeout(300)
class GeoReloadIT {
  private static final Instant START = Instant.parse("2021-03-03T12:00:00Z");
  private static final int SECOND_MAP = 130;
  private static final int FIRST_MAP_AGAIN = 220;
  private static final int END = 260;
  private static final int BLOCKS = 50;

  /**
   * So many minutes before the pause the last window ends that closes before it: a round of probes
   * is asked within 8:16 of its ten minutes, and comes two minutes late at most. Who stops the job
   * earlier cannot know by which map the windows in between are judged.
   */
  private static final int SETTLED = 4;

  private static final int VANTAGES = 3;

  private static final CountryMap FIRST = map("first", 10, 30);
  private static final CountryMap SECOND = map("second", 7, 28);

  private static final JobConfig CONFIG =
      JobConfig.load(null, List.of("warmup.routes=10min", "warmup.probes=45min"));

  @TempDir static Path folder;

  private static Told told;

  /** What came out of all runs, sorted. */
  private record Told(List<AvailabilityScore> scores, List<OutageEvent> events) {}

  @BeforeAll
  @Timeout(300)
  static void live() throws Exception {
    told = live(folder.resolve("one"), 1, 8, 2);
  }

  /** PT has the first blocks, GR those up to 20, KE those up to the third cut, LK the rest. */
  private static CountryMap map(String name, int ofC, int ofCdAndE) {
    CountryMapBuilder builder = new CountryMapBuilder();
    long first = Prefix.firstBlock(prefix(0));
    builder.addIpv4Blocks("PT", first, ofC);
    builder.addIpv4Blocks("GR", first + ofC, 20 - ofC);
    builder.addIpv4Blocks("KE", first + 20, ofCdAndE - 20);
    builder.addIpv4Blocks("LK", first + ofCdAndE, BLOCKS - ofCdAndE);
    return builder.build(name);
  }

  private static long prefix(int block) {
    return Prefix.parse("11.0." + block + ".0/24");
  }

  private static Told live(Path out, int first, int second, int third) throws Exception {
    Files.createDirectories(out);
    Leg one = new Leg(out, "1", FIRST, SECOND_MAP);
    Leg two = new Leg(out, "2", SECOND, FIRST_MAP_AGAIN);
    Leg three = new Leg(out, "3", FIRST, END + 60);
    String savepoint = one.runAndStop(first, null);
    savepoint = two.runAndStop(second, savepoint);
    three.runToTheEnd(third, savepoint);
    return new Told(
        Stream.of(one, two, three)
            .flatMap(Leg::scores)
            .map(line -> AvroJsonReader.read(line, AvailabilityScore.newBuilder().build()))
            .sorted(
                Comparator.comparing(AvailabilityScore::getWindowEnd)
                    .thenComparing(AvailabilityScore::getCountry))
            .toList(),
        Stream.of(one, two, three)
            .flatMap(Leg::events)
            .map(line -> AvroJsonReader.read(line, OutageEvent.newBuilder().build()))
            .sorted(
                Comparator.comparing(OutageEvent::getDetectedAt)
                    .thenComparing(OutageEvent::getCountry))
            .toList());
  }

  /**
   * One run of the job.
   *
   * @param until minutes after the start at which it waits to be stopped
   */
  private record Leg(Path out, String name, CountryMap countries, int until) {

    String runAndStop(int parallelism, @Nullable String savepoint) throws Exception {
      JobClient job = connect(parallelism, savepoint).executeAsync();
      CompletableFuture<?> paused =
          CompletableFuture.allOf(
              Stream.of("scores", "events", "measurements", "rejected")
                  .map(what -> LinesSink.passed(out.resolve(what + name)))
                  .toArray(CompletableFuture[]::new));
      // A job that fails never gets there.
      CompletableFuture.anyOf(paused, job.getJobExecutionResult()).get();
      return job.stopWithSavepoint(
              false, out.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
          .get();
    }

    void runToTheEnd(int parallelism, String savepoint) throws Exception {
      connect(parallelism, savepoint).execute();
    }

    private StreamExecutionEnvironment connect(int parallelism, @Nullable String savepoint) {
      Configuration configuration = new Configuration();
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      if (savepoint != null) {
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      }
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
      Provenance provenance = OutageTopology.provenance(CONFIG, countries, RunMode.REPLAY);
      long untilMicros = at(until, 0);
      OutageTopology.Outputs outputs =
          OutageTopology.connect(
              env,
              Inputs.recordings(
                  new PausedStory(GeoReloadIT::routes, untilMicros),
                  new PausedStory(GeoReloadIT::probes, untilMicros)),
              CONFIG,
              countries,
              provenance);
      write(
          outputs.scores(),
          score -> OutputLine.of(AvailabilityScoreCodec.toAvro(score, provenance)).json(),
          "scores");
      write(
          outputs.events(),
          event -> OutputLine.of(OutageEventCodec.toAvro(event)).json(),
          "events");
      write(
          outputs.measurements(),
          event -> OutputLine.of(MeasurementEventCodec.toAvro(event, provenance)).json(),
          "measurements");
      write(outputs.rejections(), rejection -> rejection.toString(), "rejected");
      return env;
    }

    private <T> void write(DataStream<T> stream, MapFunction<T, String> line, String what) {
      stream
          .map(line, Types.STRING)
          .uid("render-" + what)
          .setParallelism(stream.getParallelism())
          .sinkTo(new LinesSink(out.resolve(what + name), at(until - SETTLED, 0) / 1000 - 1))
          .uid("write-" + what)
          .setParallelism(1);
    }

    Stream<String> scores() {
      return lines("scores");
    }

    Stream<String> events() {
      return lines("events");
    }

    private Stream<String> lines(String what) {
      try {
        return Files.readAllLines(out.resolve(what + name)).stream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long at(int minute, int second) {
    return Micros.of(START.plus(Duration.ofMinutes(minute)).plusSeconds(second));
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private static List<Session> peers() {
    return IntStream.range(0, 6)
        .mapToObj(
            i -> Session.of(i % 2 == 0 ? "rrc71" : "rrc72", "198.51.100." + (10 + i), 64_496 + i))
        .toList();
  }

  private static List<Arrival> routes() {
    List<BgpObservation> said = new ArrayList<>();
    for (Session peer : peers()) {
      said.add(observation(BgpEvent.RIB_ROW, peer, at(0, 1), all(0, BLOCKS), new long[0]));
      said.add(observation(BgpEvent.RIB_END, peer, at(0, 2), new long[0], new long[0]));
      for (int minute = 0; minute < END; minute++) {
        for (int second : new int[] {15, 45}) {
          long[] murmured = {prefix(49)};
          said.add(observation(BgpEvent.UPDATE, peer, at(minute, second), murmured, new long[0]));
        }
      }
      withdraw(said, peer, 70, all(20, 30));
      announce(said, peer, 160, all(20, 30));
      withdraw(said, peer, 180, all(7, 14));
      announce(said, peer, 200, all(7, 14));
    }
    said.sort(Comparator.comparingLong(BgpObservation::observedAtMicros));
    return said.stream().map(Arrival::decoded).toList();
  }

  private static long[] all(int from, int to) {
    return IntStream.range(from, to).mapToLong(GeoReloadIT::prefix).toArray();
  }

  private static void withdraw(
      List<BgpObservation> said, Session peer, int minute, long[] prefixes) {
    said.add(observation(BgpEvent.UPDATE, peer, at(minute, 20), new long[0], prefixes));
  }

  private static void announce(
      List<BgpObservation> said, Session peer, int minute, long[] prefixes) {
    said.add(observation(BgpEvent.UPDATE, peer, at(minute, 20), prefixes, new long[0]));
  }

  private static BgpObservation observation(
      BgpEvent kind, Session peer, long at, long[] announced, long[] withdrawn) {
    boolean isDump = kind != BgpEvent.UPDATE;
    return new BgpObservation(
        kind,
        peer,
        at,
        at,
        announced,
        withdrawn,
        BgpObservation.noPathIds(),
        BgpObservation.noPathIds(),
        65_543,
        EndOfRib.NONE,
        isDump ? at(0, 0) : 0,
        0);
  }

  /** Every ten minutes each vantage asks every block, and gets a reply. */
  private static List<Arrival> probes() {
    List<ProbeObservation> said = new ArrayList<>();
    for (int round = 0; round < END / 10; round++) {
      for (int block = 0; block < BLOCKS; block++) {
        for (int vantage = 0; vantage < VANTAGES; vantage++) {
          int second = block * 10 + vantage * 3;
          said.add(
              new ProbeObservation(
                  Vantage.of("v" + vantage),
                  at(10 * round, second),
                  new Target(prefix(block), 1),
                  ProbeMethod.ICMP_ECHO,
                  1,
                  0,
                  0));
        }
      }
    }
    said.sort(Comparator.comparingLong(ProbeObservation::observedAtMicros));
    return said.stream().map(Arrival::decoded).toList();
  }

  private static AvailabilityScore score(String country, int minute) {
    return told.scores().stream()
        .filter(score -> score.getCountry().equals(country))
        .filter(score -> score.getWindowEnd().equals(minute(minute)))
        .findFirst()
        .orElseThrow();
  }

  /** What is there and what is usual, of the routes and of the probes. */
  private static void assertBlocks(String country, int minute, long blocks) {
    assertThat(score(country, minute).getSignals())
        .as(country + " in minute " + minute)
        .extracting(SignalScore::getValue, SignalScore::getBaseline)
        .containsExactly(tuple(blocks, (double) blocks), tuple(blocks, (double) blocks));
  }

  /** The first window that was not closed at the savepoint. */
  private static int firstBy(CountryMap map, int after) {
    return (int)
        Duration.between(
                START,
                told.scores().stream()
                    .filter(score -> score.getWindowEnd().isAfter(minute(after - 10)))
                    .filter(score -> score.getGeoVersion().equals(map.version()))
                    .map(AvailabilityScore::getWindowEnd)
                    .findFirst()
                    .orElseThrow())
            .toMinutes();
  }

  @Test
  void p53ValueAndUsualMoveInTheFirstWindowOfTheNewMap() {
    int first = firstBy(SECOND, SECOND_MAP);
    assertBlocks("PT", first - 1, 10);
    assertBlocks("GR", first - 1, 10);
    assertBlocks("PT", first, 7);
    assertBlocks("GR", first, 13);
    int again = firstBy(FIRST, FIRST_MAP_AGAIN);
    assertBlocks("PT", again - 1, 7);
    assertBlocks("PT", again, 10);
    assertBlocks("GR", again, 10);
    assertBlocks("KE", again, 10);
    // The two that came while they were lost, and have been back for an hour, were not usual yet.
    assertThat(score("LK", again).getSignals().get(0).getValue()).isEqualTo(20);
    assertThat(score("LK", again).getScore()).isEqualTo(1.0);
  }

  @Test
  void p53TheReloadAloneIsNoEvent() {
    assertThat(told.events()).extracting(OutageEvent::getCountry).containsOnly("KE", "GR");
  }

  @Test
  void p53AnOutageOpenAcrossTheReloadRecoversUnderTheSameId() {
    List<OutageEvent> events =
        told.events().stream().filter(event -> event.getCountry().equals("KE")).toList();
    assertThat(events)
        .extracting(OutageEvent::getKind, OutageEvent::getGeoVersion)
        .containsExactly(
            tuple(OutageEventKind.STARTED, FIRST.version()),
            tuple(OutageEventKind.RECOVERED, SECOND.version()));
    assertThat(events.get(1).getEventId()).isEqualTo(events.get(0).getEventId());
    assertThat(events.get(1).getRecoveredAt()).isEqualTo(minute(160));
    assertThat(score("KE", SECOND_MAP + 5).getScore()).isZero();
  }

  @Test
  void p53AnOutageOfWhatMovedIsFoundInItsNewCountry() {
    List<OutageEvent> events =
        told.events().stream().filter(event -> event.getCountry().equals("GR")).toList();
    assertThat(events)
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    assertThat(events.get(0).getStartedAt()).isEqualTo(minute(180));
    assertThat(events.get(0).getLostPrefixes()).contains("11.0.7.0/24");
    assertThat(events.get(1).getRecoveredAt()).isEqualTo(minute(200));
  }

  /** Which window is the first by the new map depends on nothing but how far time had come. */
  @Test
  void p53OtherParallelismsSayTheSame() throws Exception {
    Told other = live(folder.resolve("other"), 4, 1, 8);
    assertThat(other.events()).isEqualTo(told.events());
    assertThat(other.scores()).isEqualTo(told.scores());
  }
}
