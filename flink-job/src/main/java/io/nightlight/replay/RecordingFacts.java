package io.nightlight.replay;

import io.nightlight.domain.net.Session;
import io.nightlight.recording.Recordings;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was learned of recorded files besides what they say.
 *
 * @param skipped what was passed over on purpose
 * @param onlyInRibs sessions that no update is of
 * @param onlyInUpdates sessions that no table dump is of
 */
public record RecordingFacts(
    SortedMap<String, Long> skipped, List<Session> onlyInRibs, List<Session> onlyInUpdates) {

  static final RecordingFacts NONE = new RecordingFacts(new TreeMap<>(), List.of(), List.of());

  /** Of both together. */
  RecordingFacts plus(RecordingFacts other) {
    SortedMap<String, Long> all = new TreeMap<>(skipped);
    other.skipped.forEach((what, count) -> all.merge(what, count, Long::sum));
    return new RecordingFacts(
        all, joined(onlyInRibs, other.onlyInRibs), joined(onlyInUpdates, other.onlyInUpdates));
  }

  private static List<Session> joined(List<Session> one, List<Session> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** Of recordings that have been read to their end. */
  static RecordingFacts of(Recordings recordings) {
    SortedMap<String, Long> skipped = new TreeMap<>();
    recordings
        .skipped()
        .forEach((what, count) -> skipped.put(what.name().toLowerCase(Locale.ROOT), count));
    return new RecordingFacts(
        skipped, recordings.sessions().onlyInDumps(), recordings.sessions().onlyInUpdates());
  }
}
