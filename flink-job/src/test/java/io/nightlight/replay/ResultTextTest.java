package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.JobConfig;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.wire.AvroJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTextTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");

  @TempDir private Path folder;

  @BeforeEach
  void leavesEmptyFiles() throws IOException {
    Files.createFile(folder.resolve(OutputFiles.EVENTS));
    Files.createFile(folder.resolve(OutputFiles.MEASUREMENTS));
  }

  @Test
  void aQuietDaySaysSo() throws IOException {
    assertThat(text(summary(Map.of("observations.update", 1234L), Duration.ofDays(2))))
        .containsExactly(
            "No outage.",
            "",
            "Observed from 2014-12-22 16:15 UTC to 2014-12-24 16:15 UTC, replayed in 17 s.",
            "1,234 messages, 0 rows of tables; 0 prefixes announced, 0 withdrawn, 0 ignored.",
            "All of it is in " + folder);
  }

  @Test
  void eventsAndBlindnessEachTakeALine() throws IOException {
    write(OutputFiles.EVENTS, AvroJson.line(event()));
    write(OutputFiles.MEASUREMENTS, AvroJson.line(degraded()));

    assertThat(text(summary(Map.of(), Duration.ofDays(2))))
        .startsWith(
            "2014-12-22 16:15 UTC  KP  down       TOTAL  North Korea: routes withdrawn",
            "",
            "Nightlight's own sight:",
            "2014-12-22 16:15 UTC  collector rrc90  blind: silence",
            "");
  }

  @Test
  void manyEventsAreCutAndCounted() throws IOException {
    write(OutputFiles.EVENTS, String.join("\n", Collections.nCopies(1234, AvroJson.line(event()))));

    assertThat(text(summary(Map.of(), Duration.ofDays(2))))
        .contains("... and 1,174 more in outage-events.jsonl")
        .hasSizeLessThan(70);
  }

  @Test
  void whatIsDoubtfulIsSaid() throws IOException {
    Summary summary =
        summary(
            Map.of("late", 5L, "rejected.truncated", 1L, "rejected.too_large", 2L),
            Duration.ofMinutes(15));

    assertThat(
            text(
                withRecordings(
                    summary,
                    List.of(Session.of("rrc06", "192.0.2.1", 64_496)),
                    Collections.nCopies(4, Session.of("rrc90", "2001:db8::1", 64_497)))))
        .contains(
            "0 messages, 0 rows of tables; 0 prefixes announced, 0 withdrawn, 0 ignored, 5 late.",
            "Rejected: 3 (too large 2, truncated 1); see rejected.jsonl.",
            "Warning: 1 session is only in table dumps: rrc06 192.0.2.1 AS64496.",
            "Warning: 4 sessions are only in updates: rrc90 2001:db8::1 AS64497,"
                + " rrc90 2001:db8::1 AS64497, rrc90 2001:db8::1 AS64497 ...;"
                + " all are in summary.json.",
            "Warning: too short: no country is judged before it has warmed up for 1 d"
                + " (warmup.updates-only).");
  }

  @Test
  void withATableTheWarmUpIsShorter() throws IOException {
    assertThat(text(summary(Map.of("observations.rib_end", 1L), Duration.ofMinutes(60))))
        .contains(
            "Warning: too short: no country is judged before it has warmed up for 1 h"
                + " (warmup.routes).");
    assertThat(text(summary(Map.of("observations.rib_end", 1L), Duration.ofMinutes(61))))
        .noneMatch(line -> line.startsWith("Warning"));
  }

  @Test
  void probesAreCountedWhereThereAreAny() throws IOException {
    Map<String, Long> counts =
        Map.of(
            "observations.probe", 1000L,
            "probes.replies", 2400L,
            "probes.silences", 500L,
            "probes.errors", 100L);

    assertThat(text(summary(counts, Duration.ofDays(4))))
        .contains(
            "1,000 probe results: 2,400 replies, 500 silences, 100 errors of the probers"
                + " themselves.")
        .noneMatch(line -> line.startsWith("Warning"));
  }

  @Test
  void probesThatDoNotWarmUpInTimeAreDoubtful() throws IOException {
    assertThat(text(summary(Map.of("observations.probe", 1L), Duration.ofDays(3))))
        .contains(
            "Warning: too short: no country's probes are judged before they have warmed up for 3 d"
                + " (warmup.probes).");
  }

  private static Summary withRecordings(
      Summary summary, List<Session> onlyInRibs, List<Session> onlyInUpdates) {
    return new Summary(
        summary.provenance(),
        summary.counts(),
        summary.skipped(),
        summary.firstObservedAt(),
        summary.lastObservedAt(),
        summary.wallTime(),
        onlyInRibs,
        onlyInUpdates,
        summary.digests());
  }

  private List<String> text(Summary summary) throws IOException {
    return ResultText.of(summary, JobConfig.defaults(), folder);
  }

  private void write(String file, String lines) throws IOException {
    Files.writeString(folder.resolve(file), lines + "\n");
  }

  private static Summary summary(Map<String, Long> counts, Duration observed) {
    return new Summary(
        new Provenance("test", RunMode.REPLAY, "1", "geo-1"),
        new TreeMap<>(counts),
        new TreeMap<>(),
        T0,
        T0.plus(observed),
        Duration.ofSeconds(17),
        List.of(),
        List.of(),
        new TreeMap<>());
  }

  private static OutageEvent event() {
    return OutageEvent.newBuilder()
        .setKind(OutageEventKind.STARTED)
        .setCountry("KP")
        .setStartedAt(T0)
        .setSeverity(OutageSeverity.TOTAL)
        .setClassification(OutageClassification.ROUTES_WITHDRAWN)
        .setLowestScore(0.0)
        .setMode(io.nightlight.schema.RunMode.REPLAY)
        .build();
  }

  private static MeasurementEvent degraded() {
    return MeasurementEvent.newBuilder()
        .setKind(MeasurementEventKind.DEGRADED)
        .setScopeKind(MeasurementScopeKind.COLLECTOR)
        .setScope("rrc90")
        .setReason(MeasurementReason.SILENCE)
        .setStartedAt(T0)
        .build();
  }
}
