package io.nightlight.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.job.JobConfig;
import io.nightlight.replay.CommittedTopic;
import io.nightlight.replay.OutputLine;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What a run said, as one line: SHA-256 over the lines that a replay writes, in their order. */
final class ResultDigest {
  private final List<OutputLine> scores = new ArrayList<>();
  private final List<OutputLine> events = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();

  void add(io.nightlight.schema.AvailabilityScore score) {
    scores.add(OutputLine.of(score));
  }

  void add(io.nightlight.schema.OutageEvent event) {
    events.add(OutputLine.of(event));
    kinds.add(event.getCountry() + "-" + word(event.getKind()));
  }

  private static String word(OutageEventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Reads what was committed. */
  static ResultDigest read(JobConfig config) throws InterruptedException {
    ResultDigest digest = new ResultDigest();
    CommittedTopic.read(
        config,
        config.topics().availabilityScores(),
        new AvailabilityScoreDeserializer(),
        record -> digest.add(record.value()));
    CommittedTopic.read(
        config,
        config.topics().outageEvents(),
        new OutageEventDeserializer(),
        record -> digest.add(record.value()));
    return digest;
  }

  String ofScores() {
    return digest(scores);
  }

  String ofEvents() {
    return digest(events);
  }

  int scores() {
    return scores.size();
  }

  /** Country and kind of each event, in order. */
  String eventKinds() {
    return kinds.isEmpty() ? "none" : String.join(",", kinds);
  }

  private static String digest(List<OutputLine> lines) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      lines.stream()
          .sorted(OutputLine.CANONICAL)
          .forEach(line -> sha256.update((line.json() + "\n").getBytes(UTF_8)));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
