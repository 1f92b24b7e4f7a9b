package io.nightlight.integration.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nightlight.demo.Reconstruction;
import io.nightlight.replay.OutputFiles;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEndReason;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalScore;
import io.nightlight.wire.AvroJson;
import io.nightlight.wire.AvroJsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** North Korea, December 2014, all four days: exactly the outages that are in it. */
class ReconstructionReplayIT {
  private static final Pattern WINDOW =
      Pattern.compile(
          "^\\{\"country\":\"([A-Z]{2})\",\"windowStart\":\"([^\"]+)\",\"windowEnd\":\"([^\"]+)\".*");
  private static final Pattern TIME =
      Pattern.compile("\"\\w+(?:At|AtEarliest|AtLatest|Start|End)\":(null|\"[^\"]*\")");
  private static final String ISO_8601 =
      "null|\"2014-12-2\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3}|\\.\\d{6})?Z\"";

  /** So far apart are the lines of which one is looked at closely. */
  private static final int SAMPLE = 499;

  @TempDir static Path folder;

  private static Reconstruction.Recording recording;
  private static Replayed replayed;

  @BeforeAll
  static void replay() throws Exception {
    recording = Reconstruction.write(folder.resolve("recording"));
    replayed = Replayed.run(recording, 2, folder.resolve("out"));
  }

  @Test
  void everyOutageOfTheTruthIsOneEventOfOneStartAndOneRecovery() throws Exception {
    List<List<OutageEvent>> found =
        List.copyOf(
            replayed.events().stream()
                .collect(groupingBy(OutageEvent::getEventId, LinkedHashMap::new, toList()))
                .values());

    assertThat(found).hasSameSizeAs(Reconstruction.truth());
    for (int i = 0; i < found.size(); i++) {
      Reconstruction.Outage truth = Reconstruction.truth().get(i);
      List<OutageEvent> revisions = found.get(i);
      assertThat(revisions)
          .as("from %s", truth.start())
          .extracting(OutageEvent::getKind)
          .containsExactlyElementsOf(kinds(truth));
      for (int revision = 0; revision < revisions.size(); revision++) {
        assertThat(revisions.get(revision).getRevision()).isEqualTo(revision);
        assertIs(truth, revisions.get(revision));
      }
      OutageEvent end = revisions.get(revisions.size() - 1);
      assertClose(Objects.requireNonNull(end.getRecoveredAt()), truth.end());
      assertThat(end.getEndReason()).isEqualTo(OutageEndReason.RECOVERED);
      assertThat(revisions.get(0).getRecoveredAt()).as("open").isNull();
    }
  }

  /** Probes take over a quarter of an hour to confirm what the routes say. */
  private static List<OutageEventKind> kinds(Reconstruction.Outage truth) {
    return isConfirmed(truth)
        ? List.of(OutageEventKind.STARTED, OutageEventKind.UPDATED, OutageEventKind.RECOVERED)
        : List.of(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
  }

  private static boolean isConfirmed(Reconstruction.Outage truth) {
    return Duration.between(truth.start(), truth.end()).compareTo(Duration.ofMinutes(15)) > 0;
  }

  @Test
  void p50RoutesAndProbesMakeOneOutageThatSaysBoth() throws Exception {
    for (OutageEvent event : replayed.events()) {
      boolean knowsOfProbes =
          event.getKind() != OutageEventKind.STARTED
              && Reconstruction.truth().stream()
                  .anyMatch(
                      truth -> truth.start().equals(event.getStartedAt()) && isConfirmed(truth));
      assertThat(event.getClassification())
          .as("%s since %s", event.getKind(), event.getStartedAt())
          .isEqualTo(
              knowsOfProbes
                  ? OutageClassification.ROUTES_AND_DATA_PLANE
                  : OutageClassification.ROUTES_WITHDRAWN);
    }
  }

  private static void assertIs(Reconstruction.Outage truth, OutageEvent event) {
    assertThat(event.getCountry()).isEqualTo(truth.country());
    assertThat(event.getSeverity()).isEqualTo(OutageSeverity.TOTAL);
    assertClose(event.getStartedAt(), truth.start());
    assertThat(event.getStartedAt())
        .isBetween(event.getStartedAtEarliest(), event.getStartedAtLatest());
  }

  private static void assertClose(Instant told, Instant truth) {
    assertThat(told).isCloseTo(truth, within(1, ChronoUnit.MINUTES));
  }

  @Test
  void noOtherCountryHasAnEvent() throws Exception {
    assertThat(replayed.events()).extracting(OutageEvent::getCountry).containsOnly("KP");
  }

  /**
   * Every change of a word is a change of behaviour. Where it is meant: look at the difference, and
   * copy what the message names over the golden file.
   */
  @Test
  void theEventsAreWordForWordTheReviewedOnes() throws Exception {
    Path actual = replayed.folder().resolve(OutputFiles.EVENTS);
    Path kept = Files.createDirectories(Path.of("target", "golden")).resolve(OutputFiles.EVENTS);
    Files.writeString(kept, withoutMapVersion(Files.readString(actual)));

    assertThat(Files.readString(kept))
        .as("if it is meant: cp integration-tests/%s integration-tests/%s", kept, golden())
        .isEqualTo(readGolden());
  }

  private static String golden() {
    return "src/test/resources/io/nightlight/integration/replay/" + OutputFiles.EVENTS;
  }

  private static String readGolden() throws IOException {
    try (InputStream in = ReconstructionReplayIT.class.getResourceAsStream(OutputFiles.EVENTS)) {
      return new String(Objects.requireNonNull(in, golden()).readAllBytes(), UTF_8);
    }
  }

  /** A new map of the same four blocks is no change of behaviour. */
  private static String withoutMapVersion(String events) {
    return events.replaceAll("\"geoVersion\":\"[^\"]+\"", "\"geoVersion\":\"...\"");
  }

  @Test
  void p13OnlyTheSilentCollectorIsReportedBlind() throws Exception {
    List<MeasurementEvent> events = measurements(MeasurementScopeKind.COLLECTOR);

    assertThat(events)
        .extracting(MeasurementEvent::getKind)
        .containsExactly(MeasurementEventKind.DEGRADED, MeasurementEventKind.RESTORED);
    assertThat(events).extracting(MeasurementEvent::getEventId).containsOnly(id(events));
    for (MeasurementEvent event : events) {
      assertThat(event.getScopeKind()).isEqualTo(MeasurementScopeKind.COLLECTOR);
      assertThat(event.getScope()).isEqualTo("route-views.demo1");
      assertClose(event.getStartedAt(), Instant.parse("2014-12-20T18:00:00Z"));
    }
    assertClose(
        Objects.requireNonNull(events.get(1).getEndedAt()), Instant.parse("2014-12-20T19:00:00Z"));
  }

  /** Its success is read from a whole round, so it takes most of one to tell. */
  @Test
  void p31OnlyTheDeafVantageIsReportedBlind() throws Exception {
    List<MeasurementEvent> events = measurements(MeasurementScopeKind.VANTAGE);

    assertThat(events)
        .extracting(MeasurementEvent::getKind)
        .containsExactly(MeasurementEventKind.DEGRADED, MeasurementEventKind.RESTORED);
    assertThat(events).extracting(MeasurementEvent::getEventId).containsOnly(id(events));
    for (MeasurementEvent event : events) {
      assertThat(event.getScope()).isEqualTo("vantage-07");
      assertThat(event.getStartedAt())
          .isBetween(Instant.parse("2014-12-22T03:00:00Z"), Instant.parse("2014-12-22T03:10:00Z"));
    }
    assertThat(events.get(1).getEndedAt())
        .isBetween(Instant.parse("2014-12-22T07:00:00Z"), Instant.parse("2014-12-22T07:10:00Z"));
    assertThat(replayed.measurements()).hasSize(4);
  }

  /** Asleep is not away: at this time of the day it is usual. */
  @Test
  void p35TheSecondNightOfACountryIsUsual() throws Exception {
    SignalScore night = replayed.signal("BD", Signal.PROBES, Instant.parse("2014-12-22T20:00:00Z"));
    SignalScore day = replayed.signal("BD", Signal.PROBES, Instant.parse("2014-12-23T12:00:00Z"));

    assertThat(night.getValue()).isEqualTo(14);
    assertThat(night.getStatus()).isEqualTo(AvailabilityStatus.AVAILABLE);
    assertThat(night.getRatio()).isEqualTo(1);
    assertThat(day.getValue()).isEqualTo(20);
  }

  private static List<MeasurementEvent> measurements(MeasurementScopeKind scope)
      throws IOException {
    return replayed.measurements().stream().filter(e -> e.getScopeKind() == scope).toList();
  }

  private static String id(List<MeasurementEvent> events) {
    return events.get(0).getEventId();
  }

  @Test
  void nothingIsLateOrRejected() throws Exception {
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.summary().countAll("rejected.")).isZero();
    assertThat(replayed.lines(OutputFiles.REJECTED)).isEmpty();
    assertThat(replayed.summary().onlyInRibs()).isEmpty();
    assertThat(replayed.summary().onlyInUpdates()).isEmpty();
  }

  @Test
  void everyCountryHasOneScorePerWindowWithoutAGap() throws Exception {
    Map<String, Instant> until = new TreeMap<>();
    Map<String, Integer> windows = new TreeMap<>();
    try (Stream<String> lines = Files.lines(replayed.folder().resolve(OutputFiles.SCORES))) {
      lines.forEach(
          line -> {
            Matcher window = WINDOW.matcher(line);
            assertThat(window.matches()).as(line).isTrue();
            Instant start = Instant.parse(window.group(2));
            Instant end = Instant.parse(window.group(3));
            Instant before = until.put(window.group(1), end);
            assertThat(end).isEqualTo(start.plus(Duration.ofMinutes(1)));
            if (before != null) {
              assertThat(start).as("after the window before: %s", line).isEqualTo(before);
            }
            windows.merge(window.group(1), 1, Integer::sum);
          });
    }

    assertThat(windows).hasSize(41).containsKey("KP");
    // From the table dump to the last window that ends a minute before the last observation.
    Instant last = Objects.requireNonNull(replayed.summary().lastObservedAt());
    Instant end = last.minusSeconds(60).truncatedTo(ChronoUnit.MINUTES);
    assertThat(until.values()).containsOnly(end);
    assertThat(windows.values())
        .containsOnly((int) Duration.between(Reconstruction.START, end).toMinutes());
  }

  @Test
  void theLinesAreInTheirCanonicalOrder() throws Exception {
    String last = "";
    try (Stream<String> lines = Files.lines(replayed.folder().resolve(OutputFiles.SCORES))) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher window = WINDOW.matcher(line);
        assertThat(window.matches()).isTrue();
        String place = window.group(3) + " " + window.group(1);
        assertThat(place).isGreaterThan(last);
        last = place;
      }
    }
    assertThat(replayed.events())
        .isSortedAccordingTo((one, other) -> one.getDetectedAt().compareTo(other.getDetectedAt()));
  }

  @Test
  void everyLineIsJsonAsTheSchemaHasIt() throws Exception {
    for (String line : replayed.lines(OutputFiles.EVENTS)) {
      assertSchema(line, OutageEvent.getClassSchema(), ReconstructionReplayIT::event);
    }
    for (String line : replayed.lines(OutputFiles.MEASUREMENTS)) {
      assertSchema(line, MeasurementEvent.getClassSchema(), ReconstructionReplayIT::measurement);
    }
    List<String> scores = replayed.lines(OutputFiles.SCORES);
    for (int i = 0; i < scores.size(); i += SAMPLE) {
      assertSchema(
          scores.get(i), AvailabilityScore.getClassSchema(), ReconstructionReplayIT::score);
    }
  }

  private static String event(String line) {
    return AvroJson.line(AvroJsonReader.read(line, OutageEvent.newBuilder().build()));
  }

  private static String measurement(String line) {
    return AvroJson.line(AvroJsonReader.read(line, MeasurementEvent.newBuilder().build()));
  }

  private static String score(String line) {
    return AvroJson.line(AvroJsonReader.read(line, AvailabilityScore.newBuilder().build()));
  }

  private static void assertSchema(String line, Schema schema, UnaryOperator<String> readAndWrite) {
    assertThat(readAndWrite.apply(line)).isEqualTo(line);
    int from = 0;
    for (Schema.Field field : schema.getFields()) {
      int at = line.indexOf("\"" + field.name() + "\":", from);
      assertThat(at).as("%s in %s", field.name(), line).isNotNegative();
      from = at;
    }
    Matcher time = TIME.matcher(line);
    assertThat(time.results()).isNotEmpty().allMatch(found -> found.group(1).matches(ISO_8601));
  }

  @Test
  void otherParallelismAndOrderOfFilesGiveTheSameBytes() throws Exception {
    Reconstruction.Recording reversed =
        new Reconstruction.Recording(
            reversed(recording.ribs()),
            reversed(recording.updates()),
            reversed(recording.probes()));
    Replayed again = Replayed.run(reversed, 5, folder.resolve("again"));

    assertThat(again.summary().digests()).isEqualTo(replayed.summary().digests());
    assertThat(again.summary().counts()).isEqualTo(replayed.summary().counts());
  }

  private static List<Path> reversed(List<Path> files) {
    List<Path> reversed = new ArrayList<>(files);
    Collections.reverse(reversed);
    return reversed;
  }
}
