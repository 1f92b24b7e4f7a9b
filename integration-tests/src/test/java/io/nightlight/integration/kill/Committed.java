package io.nightlight.integration.kill;

import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaTopics;
import io.nightlight.replay.CommittedTopic;
import io.nightlight.replay.OutputLine;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.MeasurementEventDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What a consumer of the topics sees that reads only what is committed. */
final class Committed {
  private final JobConfig config;

  Committed(JobConfig config) {
    this.config = config;
  }

  /** The revisions of all outages in the order in which they came. */
  List<OutageEvent> events() throws InterruptedException {
    return read(config.topics().outageEvents(), new OutageEventDeserializer());
  }

  /** The latest revision of each eventId that is kept; null where nothing is any more. */
  Map<String, @Nullable OutageEvent> current() throws InterruptedException {
    Map<String, @Nullable OutageEvent> latest = new TreeMap<>();
    CommittedTopic.read(
        config,
        config.topics().outageCurrent(),
        new OutageEventDeserializer(),
        record -> latest.put(record.key(), record.value()));
    return latest;
  }

  /** The lines that a replay would have written; it differs in its mode alone. */
  List<String> eventLines() throws InterruptedException {
    return lines(events(), (OutageEvent event) -> OutputLine.of(event)).stream()
        .map(line -> line.replace("\"mode\":\"LIVE\"", "\"mode\":\"REPLAY\""))
        .toList();
  }

  List<String> scoreLines() throws InterruptedException {
    return lines(
        read(config.topics().availabilityScores(), new AvailabilityScoreDeserializer()),
        (AvailabilityScore score) -> OutputLine.of(score));
  }

  List<String> measurementLines() throws InterruptedException {
    return lines(
        read(config.topics().measurementEvents(), new MeasurementEventDeserializer()),
        (MeasurementEvent event) -> OutputLine.of(event));
  }

  /** How many scores were ever written, those of aborted transactions with them. */
  int scoresEverWritten() throws InterruptedException {
    List<String> countries = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.kafka().bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_uncommitted"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          CommittedTopic.fromTheBeginning(consumer, config.topics().availabilityScores());
      CommittedTopic.readOn(
          consumer, KafkaTopics.ends(config, partitions), record -> countries.add(record.key()));
    }
    return countries.size();
  }

  /** Whether a country's outage is open. */
  boolean isOpen(String country) throws InterruptedException {
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

  private <T> List<T> read(String topic, Deserializer<T> values) throws InterruptedException {
    List<T> read = new ArrayList<>();
    CommittedTopic.read(config, topic, values, record -> read.add(record.value()));
    return read;
  }
}
