package io.nightlight.replay;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.wire.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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

  void write(Path file) throws IOException {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("deployment", provenance.deployment());
    document.put("rulesVersion", provenance.rulesVersion());
    document.put("geoVersion", provenance.geoVersion());
    document.put("firstObservedAt", text(firstObservedAt));
    document.put("lastObservedAt", text(lastObservedAt));
    document.put("wallTimeSeconds", wallTime.toMillis() / 1000.0);
    document.put("counts", counts);
    document.put("skipped", skipped);
    Map<String, List<String>> warnings = new LinkedHashMap<>();
    warnings.put("sessionsOnlyInRibs", names(onlyInRibs));
    warnings.put("sessionsOnlyInUpdates", names(onlyInUpdates));
    document.put("warnings", warnings);
    document.put("sha256", digests);
    Files.writeString(file, JsonDocument.text(document));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static List<String> names(List<Session> sessions) {
    return sessions.stream()
        .map(s -> s.collector() + " " + s.peerAddress() + " AS" + s.peerAsn())
        .toList();
  }
}
