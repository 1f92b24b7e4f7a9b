package io.nightlight.replay;

import io.nightlight.domain.net.Session;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobCounts;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageEvent;
import io.nightlight.wire.AvroJsonReader;
import io.nightlight.wire.OutageEventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** A replay's result for people in a terminal: what happened, what was read, what is doubtful. */
public final class ResultText {
  private static final int MOST_EVENTS = 60;
  private static final int MOST_SPELLS = 10;
  private static final int MOST_SESSIONS = 3;

  private ResultText() {}

  /**
   * The lines, none of them long.
   *
   * @param folder where the result lies
   * @throws IOException if it cannot be read there
   */
  public static List<String> of(Summary summary, JobConfig config, Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    addEvents(folder.resolve(OutputFiles.EVENTS), lines);
    addSpells(folder.resolve(OutputFiles.MEASUREMENTS), lines);
    lines.add("");
    lines.add(span(summary));
    lines.add(contents(summary));
    addProbes(summary, lines);
    addDoubts(summary, config, lines);
    lines.add("All of it is in " + folder);
    return lines;
  }

  private static void addEvents(Path file, List<String> lines) throws IOException {
    List<String> shown =
        first(
            file,
            MOST_EVENTS,
            line ->
                EventLine.of(
                    OutageEventCodec.toDomain(
                        AvroJsonReader.read(line, OutageEvent.newBuilder().build()))));
    lines.addAll(shown.isEmpty() ? List.of("No outage.") : shown);
  }

  private static void addSpells(Path file, List<String> lines) throws IOException {
    List<String> shown =
        first(
            file,
            MOST_SPELLS,
            line -> spell(AvroJsonReader.read(line, MeasurementEvent.newBuilder().build())));
    if (!shown.isEmpty()) {
      lines.add("");
      lines.add("Nightlight's own sight:");
      lines.addAll(shown);
    }
  }

  private static List<String> first(Path file, int most, Function<String, String> text)
      throws IOException {
    List<String> shown;
    try (Stream<String> all = Files.lines(file)) {
      shown = new ArrayList<>(all.limit(most).map(text).toList());
    }
    try (Stream<String> all = Files.lines(file)) {
      long more = all.count() - shown.size();
      if (more > 0) {
        shown.add("... and " + number(more) + " more in " + file.getFileName());
      }
    }
    return shown;
  }

  private static String spell(MeasurementEvent event) {
    String who =
        event.getScopeKind() == MeasurementScopeKind.WHOLE_FEED
            ? "all input"
            : lower(event.getScopeKind()) + " " + event.getScope();
    boolean over = event.getKind() == MeasurementEventKind.RESTORED;
    Instant at = over && event.getEndedAt() != null ? event.getEndedAt() : event.getStartedAt();
    String what =
        over
            ? "back after " + EventLine.text(Duration.between(event.getStartedAt(), at))
            : "blind: " + lower(event.getReason());
    return EventLine.time(at) + "  " + who + "  " + what;
  }

  private static String span(Summary summary) {
    Instant first = summary.firstObservedAt();
    Instant last = summary.lastObservedAt();
    return first == null || last == null
        ? "Nothing was observed."
        : "Observed from %s to %s, replayed in %s."
            .formatted(
                EventLine.time(first), EventLine.time(last), EventLine.text(summary.wallTime()));
  }

  private static String contents(Summary summary) {
    long late = summary.count(JobCounts.LATE);
    return "%s messages, %s rows of tables; %s prefixes announced, %s withdrawn, %s ignored%s."
        .formatted(
            number(summary.count("observations.update")),
            number(summary.count("observations.rib_row")),
            number(summary.count(JobCounts.ANNOUNCED)),
            number(summary.count(JobCounts.WITHDRAWN)),
            number(summary.count(JobCounts.IGNORED)),
            late == 0 ? "" : ", " + number(late) + " late");
  }

  private static void addProbes(Summary summary, List<String> lines) {
    if (summary.count(JobCounts.PROBES) > 0) {
      lines.add(
          "%s probe results: %s replies, %s silences, %s errors of the probers themselves."
              .formatted(
                  number(summary.count(JobCounts.PROBES)),
                  number(summary.count(JobCounts.REPLIES)),
                  number(summary.count(JobCounts.SILENCES)),
                  number(summary.count(JobCounts.ERRORS))));
    }
  }

  private static void addDoubts(Summary summary, JobConfig config, List<String> lines) {
    long rejected = summary.countAll(JobCounts.REJECTED);
    if (rejected > 0) {
      List<String> reasons = new ArrayList<>();
      summary
          .counts()
          .forEach(
              (name, count) -> {
                if (name.startsWith(JobCounts.REJECTED)) {
                  String reason = name.substring(JobCounts.REJECTED.length());
                  reasons.add(reason.replace('_', ' ') + " " + number(count));
                }
              });
      lines.add(
          "Rejected: %s (%s); see %s."
              .formatted(number(rejected), String.join(", ", reasons), OutputFiles.REJECTED));
    }
    addSessions("only in table dumps", summary.onlyInRibs(), lines);
    addSessions("only in updates", summary.onlyInUpdates(), lines);
    addWarmup(summary, config, lines);
  }

  private static void addSessions(String where, List<Session> sessions, List<String> lines) {
    if (!sessions.isEmpty()) {
      List<String> some =
          sessions.stream()
              .limit(MOST_SESSIONS)
              .map(s -> s.collector() + " " + s.peerAddress() + " AS" + s.peerAsn())
              .toList();
      lines.add(
          "Warning: %s %s: %s%s"
              .formatted(
                  sessions.size() == 1 ? "1 session is" : number(sessions.size()) + " sessions are",
                  where,
                  String.join(", ", some),
                  sessions.size() > MOST_SESSIONS
                      ? " ...; all are in " + OutputFiles.SUMMARY + "."
                      : "."));
    }
  }

  private static void addWarmup(Summary summary, JobConfig config, List<String> lines) {
    Instant first = summary.firstObservedAt();
    Instant last = summary.lastObservedAt();
    if (first == null || last == null) {
      return;
    }
    boolean tables = summary.count("observations.rib_end") > 0;
    Duration needed =
        tables
            ? config.detection().scoring().warmupRoutes()
            : config.detection().scoring().warmupUpdatesOnly();
    if (Duration.between(first, last).compareTo(needed) <= 0) {
      lines.add(
          "Warning: too short: no country is judged before it has warmed up for %s (%s)."
              .formatted(EventLine.text(needed), tables ? "warmup.routes" : "warmup.updates-only"));
    }
    Duration ofProbes = config.detection().scoring().warmupProbes();
    if (summary.count(JobCounts.PROBES) > 0
        && Duration.between(first, last).compareTo(ofProbes) <= 0) {
      lines.add(
          "Warning: too short: no country's probes are judged before they have warmed up for %s (%s)."
              .formatted(EventLine.text(ofProbes), "warmup.probes"));
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
