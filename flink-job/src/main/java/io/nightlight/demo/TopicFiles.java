package io.nightlight.demo;

import io.nightlight.job.JobConfig;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.OutputLine;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.MeasurementEventDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import io.nightlight.schema.kafka.RejectedRecordDeserializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies committed on the topics, as the files that a replay leaves. */
final class TopicFiles {
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicFiles() {}

  static void write(JobConfig config, Path folder) throws IOException {
    JobConfig.Topics topics = config.topics();
    Files.createDirectories(folder);
    write(
        config,
        topics.outageEvents(),
        new OutageEventDeserializer(),
        (OutageEvent event) -> OutputLine.of(event),
        folder.resolve(OutputFiles.EVENTS));
    write(
        config,
        topics.availabilityScores(),
        new AvailabilityScoreDeserializer(),
        (AvailabilityScore score) -> OutputLine.of(score),
        folder.resolve(OutputFiles.SCORES));
    write(
        config,
        topics.measurementEvents(),
        new MeasurementEventDeserializer(),
        (MeasurementEvent event) -> OutputLine.of(event),
        folder.resolve(OutputFiles.MEASUREMENTS));
    write(
        config,
        topics.rejectedRecords(),
        new RejectedRecordDeserializer(),
        (RejectedRecord rejected) -> OutputLine.of(rejected),
        folder.resolve(OutputFiles.REJECTED));
  }

  private static <T> void write(
      JobConfig config,
      String topic,
      Deserializer<T> values,
      Function<T, OutputLine> line,
      Path file)
      throws IOException {
    List<OutputLine> lines = new ArrayList<>();
    try (KafkaConsumer<String, T> consumer = consumer(config, values)) {
      List<TopicPartition> partitions = fromTheBeginning(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, T> record : consumer.poll(POLL)) {
          lines.add(line.apply(record.value()));
        }
      }
    }
    lines.sort(OutputLine.CANONICAL);
    Files.write(file, lines.stream().map(OutputLine::json).toList());
  }

  /** Makes the consumer read all of a topic. */
  static List<TopicPartition> fromTheBeginning(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  /** A consumer that sees only what is committed. */
  static <T> KafkaConsumer<String, T> consumer(JobConfig config, Deserializer<T> values) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            config.kafka().bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"),
        new StringDeserializer(),
        values);
  }
}
