package io.nightlight.integration.replay;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.recording.RealRecordings;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.Summary;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementScopeKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files through the whole topology: no error, no invented outage, the known counts. */
class RealRecordingsReplayIT {
  private static final String CAIDA = "caida-libbgpstream/";

  @TempDir private Path folder;

  @Test
  void anEveningOfJinxAndRrc06IsQuiet() throws Exception {
    Replayed replayed =
        Replayed.run(
            files("routeviews.route-views.jinx.ribs.1401487200.bz2"),
            files(
                "routeviews.route-views.jinx.updates.1401493500.bz2",
                "ris.rrc06.updates.1401488100.gz"),
            2,
            folder.resolve("out"));

    Summary summary = replayed.summary();
    assertThat(summary.count("observations.rib_row")).isEqualTo(503_590);
    assertThat(summary.count("observations.rib_end")).isEqualTo(14);
    assertThat(summary.count("observations.update")).isEqualTo(644 + 1530);
    assertThat(prefixes(summary)).isEqualTo(503_590 + (1238 + 116) + (3761 + 68));
    assertThat(summary.firstObservedAt()).isEqualTo("2014-05-30T22:00:00Z");
    assertThat(summary.lastObservedAt()).isEqualTo("2014-05-30T23:59:42Z");
    assertThat(summary.onlyInUpdates())
        .hasSize(6)
        .allMatch(session -> session.collector().equals("rrc06"));
    assertThat(summary.onlyInRibs())
        .hasSize(11)
        .allMatch(session -> session.collector().equals("route-views.jinx"));
    assertQuiet(replayed);
    assertThat(
            replayed.lines(OutputFiles.SCORES).stream()
                .filter(line -> line.startsWith("{\"country\":\"KP\""))
                .reduce((one, next) -> next))
        .get()
        .asString()
        .contains("\"signal\":\"IPV4_ROUTES\",")
        .contains("\"value\":4,");
    // rrc06 recorded for five minutes, and then nothing came for an hour and a half
    assertThat(pauses(replayed)).isEqualTo(1);
  }

  @Test
  void aQuarterOfAnHourOf33PeersAddsUp() throws Exception {
    Replayed replayed =
        Replayed.run(List.of(), files("updates.example.bz2"), 2, folder.resolve("out"));

    Summary summary = replayed.summary();
    assertThat(prefixes(summary)).isEqualTo(126_042 + 10_838);
    assertThat(summary.count("prefixes.ignored")).isEqualTo(461);
    assertThat(summary.skipped()).containsEntry("other_family", 237L);
    assertQuiet(replayed);
    assertThat(replayed.measurements()).isEmpty();
  }

  /** Three recordings over sixteen months; time between them costs nothing. */
  @Test
  void p47RecordingsMonthsApartAreQuietAndQuick() throws Exception {
    Replayed replayed =
        Replayed.run(
            List.of(),
            files(
                "updates.example.bz2",
                "routeviews.route-views.jinx.updates.1401493500.bz2",
                "ris.rrc06.updates.1401488100.gz",
                "routeviews.route-views.jinx.updates.1427846400.bz2",
                "ris.rrc06.updates.1427846400.gz"),
            2,
            folder.resolve("out"));

    assertQuiet(replayed);
    assertThat(replayed.summary().wallTime()).isLessThan(Duration.ofMinutes(1));
    assertThat(
            replayed.measurements().stream()
                .filter(event -> event.getScopeKind() == MeasurementScopeKind.WHOLE_FEED)
                .filter(event -> event.getKind() == MeasurementEventKind.RESTORED)
                .map(MeasurementEvent::getEndedAt))
        .containsExactly(
            Instant.parse("2014-05-30T22:15:00Z"),
            Instant.parse("2014-05-30T23:45:00Z"),
            Instant.parse("2015-04-01T00:00:00Z"));
    long countries =
        replayed.lines(OutputFiles.SCORES).stream()
            .map(line -> line.substring(0, "{\"country\":\"KP\"".length()))
            .distinct()
            .count();
    // 50 minutes of recordings, and each of the three pauses is noticed after 15 minutes
    assertThat((long) replayed.lines(OutputFiles.SCORES).size())
        .isLessThan(countries * (50 + 3 * 20));
  }

  private static void assertQuiet(Replayed replayed) throws Exception {
    assertThat(replayed.lines(OutputFiles.EVENTS)).isEmpty();
    assertThat(replayed.lines(OutputFiles.REJECTED)).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
    replayed.measurements().stream()
        .collect(groupingBy(MeasurementEvent::getEventId))
        .values()
        .forEach(
            spell ->
                assertThat(spell)
                    .extracting(MeasurementEvent::getKind)
                    .as("a spell begins before it ends")
                    .startsWith(MeasurementEventKind.DEGRADED));
  }

  private static long pauses(Replayed replayed) throws Exception {
    return replayed.measurements().stream()
        .filter(event -> event.getScopeKind() == MeasurementScopeKind.WHOLE_FEED)
        .map(MeasurementEvent::getEventId)
        .distinct()
        .count();
  }

  /** All that the files announce and withdraw, routable or not. */
  private static long prefixes(Summary summary) {
    return summary.countAll("prefixes.");
  }

  private static List<Path> files(String... names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      files.add(RealRecordings.file(CAIDA + name));
    }
    return files;
  }
}
