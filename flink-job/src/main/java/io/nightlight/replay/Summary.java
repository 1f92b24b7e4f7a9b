package io.nightlight.replay;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.job.JobCounts;
import io.nightlight.wire.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
      JobExecutionResult result,
      Provenance provenance,
      Duration wallTime,
      RecordingFacts recordings,
      Path folder)
      throws IOException {
    JobCounts job = JobCounts.of(result);
    SortedMap<String, Long> counts = new TreeMap<>(job.counts());
    SortedMap<String, String> digests = new TreeMap<>();
    for (String file : OutputFiles.DIGESTED) {
      digests.put(file, OutputFiles.digest(folder.resolve(file)));
      try (Stream<String> lines = Files.lines(folder.resolve(file))) {
        counts.put("written." + file.replace(".jsonl", ""), lines.count());
      }
    }
    return new Summary(
        provenance,
        counts,
        recordings.skipped(),
        job.firstObservedAt(),
        job.lastObservedAt(),
        wallTime,
        recordings.onlyInRibs(),
        recordings.onlyInUpdates(),
        digests);
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
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("deployment", provenance.deployment());
    tree.put("rulesVersion", provenance.rulesVersion());
    tree.put("geoVersion", provenance.geoVersion());
    tree.put("firstObservedAt", text(firstObservedAt));
    tree.put("lastObservedAt", text(lastObservedAt));
    tree.put("wallTimeSeconds", wallTime.toMillis() / 1000.0);
    tree.put("counts", counts);
    tree.put("skipped", skipped);
    Map<String, Object> warnings = new LinkedHashMap<>();
    warnings.put("sessionsOnlyInRibs", texts(onlyInRibs));
    warnings.put("sessionsOnlyInUpdates", texts(onlyInUpdates));
    tree.put("warnings", warnings);
    tree.put("sha256", digests);
    Files.writeString(file, JsonTree.indented(tree));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static List<String> texts(List<Session> sessions) {
    return sessions.stream()
        .map(
            session ->
                session.collector() + " " + session.peerAddress() + " AS" + session.peerAsn())
        .toList();
  }
}
