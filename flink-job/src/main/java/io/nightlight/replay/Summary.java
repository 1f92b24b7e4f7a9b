package io.nightlight.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.operator.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.jspecify.annotations.Nullable;

/**
 * What a replay came to, as {@code summary.json}.
 *
 * @param counts what was read, by kind, refused, by reason, late and written
 * @param skipped what was passed over on purpose
 * @param firstObservedAt the earliest time of an observation; null if there was none
 * @param lastObservedAt the latest
 * @param wallTime how long it took; the only part that differs between two runs
 * @param onlyInRibs sessions that no update is of
 * @param onlyInUpdates sessions that no table dump is of
 * @param digests SHA-256 of each output in hexadecimal digits, by the file's name
 */
public record Summary(
    Provenance provenance,
    SortedMap<String, Long> counts,
    SortedMap<String, Long> skipped,
    @Nullable Instant firstObservedAt,
    @Nullable Instant lastObservedAt,
    Duration wallTime,
    List<Session> onlyInRibs,
    List<Session> onlyInUpdates,
    SortedMap<String, String> digests) {

  /** What the job counted, and what lies in the files that it left in {@code folder}. */
  public static Summary of(
      JobExecutionResult result, Provenance provenance, Duration wallTime, Path folder)
      throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Map.Entry<String, Object> counter : result.getAllAccumulatorResults().entrySet()) {
      counts.put(counter.getKey(), (Long) counter.getValue());
    }
    Instant first = instant(counts.remove(Counters.FIRST));
    Instant last = instant(counts.remove(Counters.LAST));
    SortedMap<String, String> digests = new TreeMap<>();
    for (String file : OutputFiles.DIGESTED) {
      digests.put(file, OutputFiles.digest(folder.resolve(file)));
      try (Stream<String> lines = Files.lines(folder.resolve(file))) {
        counts.put("written." + file.replace(".jsonl", ""), lines.count());
      }
    }
    return new Summary(
        provenance, counts, new TreeMap<>(), first, last, wallTime, List.of(), List.of(), digests);
  }

  /** With what was learned of recorded files. */
  Summary withRecordings(
      SortedMap<String, Long> skipped, List<Session> onlyInRibs, List<Session> onlyInUpdates) {
    return new Summary(
        provenance,
        counts,
        skipped,
        firstObservedAt,
        lastObservedAt,
        wallTime,
        onlyInRibs,
        onlyInUpdates,
        digests);
  }

  private static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null || micros == Long.MAX_VALUE || micros == Long.MIN_VALUE
        ? null
        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** A count, 0 if nothing was counted under the name. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** The sum of the counts whose names begin so. */
  public long countAll(String beginning) {
    return counts.tailMap(beginning).entrySet().stream()
        .takeWhile(count -> count.getKey().startsWith(beginning))
        .mapToLong(count -> count.getValue())
        .sum();
  }

  public void write(Path file) throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(Files.newBufferedWriter(file, StandardCharsets.UTF_8))
            .setPrettyPrinter(new DefaultPrettyPrinter().withArrayIndenter(null))) {
      json.writeStartObject();
      json.writeStringField("deployment", provenance.deployment());
      json.writeStringField("rulesVersion", provenance.rulesVersion());
      json.writeStringField("geoVersion", provenance.geoVersion());
      json.writeStringField("firstObservedAt", text(firstObservedAt));
      json.writeStringField("lastObservedAt", text(lastObservedAt));
      json.writeNumberField("wallTimeSeconds", wallTime.toMillis() / 1000.0);
      writeCounts(json, "counts", counts);
      writeCounts(json, "skipped", skipped);
      json.writeObjectFieldStart("warnings");
      writeSessions(json, "sessionsOnlyInRibs", onlyInRibs);
      writeSessions(json, "sessionsOnlyInUpdates", onlyInUpdates);
      json.writeEndObject();
      json.writeObjectFieldStart("sha256");
      for (var digest : digests.entrySet()) {
        json.writeStringField(digest.getKey(), digest.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static void writeCounts(JsonGenerator json, String name, SortedMap<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }

  private static void writeSessions(JsonGenerator json, String name, List<Session> sessions)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Session session : sessions) {
      json.writeString(
          session.collector() + " " + session.peerAddress() + " AS" + session.peerAsn());
    }
    json.writeEndArray();
  }
}
