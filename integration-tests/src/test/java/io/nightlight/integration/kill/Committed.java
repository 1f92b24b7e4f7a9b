package io.nightlight.integration.kill;

import io.nightlight.job.JobConfig;
import io.nightlight.replay.OutputLine;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.MeasurementEventDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a consumer of the topics sees that reads only what is committed. */
final class Committed {
  private final JobConfig config;

  Committed(JobConfig config) {
    this.config = config;
  }

  /** The revisions of all outages in the order in which they came. */
  List<OutageEvent> events() {
    return read(config.topics().outageEvents(), new OutageEventDeserializer(), "read_committed");
  }

  /** The lines that a replay would have written; it differs in its mode alone. */
  List<String> eventLines() {
    return lines(events(), (OutageEvent event) -> OutputLine.of(event)).stream()
        .map(line -> line.replace("\"mode\":\"LIVE\"", "\"mode\":\"REPLAY\""))
        .toList();
  }

  List<String> scoreLines() {
    return lines(
        read(
            config.topics().availabilityScores(),
            new AvailabilityScoreDeserializer(),
            "read_committed"),
        (AvailabilityScore score) -> OutputLine.of(score));
  }

  List<String> measurementLines() {
    return lines(
        read(
            config.topics().measurementEvents(),
            new MeasurementEventDeserializer(),
            "read_committed"),
        (MeasurementEvent event) -> OutputLine.of(event));
  }

  /** How many scores were ever written, those of aborted transactions with them. */
  int scoresEverWritten() {
    return read(
            config.topics().availabilityScores(),
            new AvailabilityScoreDeserializer(),
            "read_uncommitted")
        .size();
  }

  /** Whether a country's outage is open. */
  boolean isOpen(String country) {
    Set<String> open = new HashSet<>();
    for (OutageEvent event : events()) {
      if (event.getCountry().equals(country)) {
        if (event.getKind() == OutageEventKind.RECOVERED) {
          open.remove(event.getEventId());
        } else {
          open.add(event.getEventId());
        }
      }
    }
    return !open.isEmpty();
  }

  private static <T> List<String> lines(List<T> values, Function<T, OutputLine> line) {
    return values.stream().map(line).sorted(OutputLine.CANONICAL).map(OutputLine::json).toList();
  }

  /** All that can be read now. */
  private <T> List<T> read(String topic, Deserializer<T> values, String isolation) {
    List<T> read = new ArrayList<>();
    try (KafkaConsumer<String, T> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.kafka().bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation),
            new StringDeserializer(),
            values)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // With read_committed, an end is where the first transaction begins that is open.
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.value()));
      }
    }
    return read;
  }
}
