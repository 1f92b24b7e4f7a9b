package io.nightlight.integration.kill;

import io.nightlight.integration.process.Await;
import io.nightlight.job.JobConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How much lies on the topics that the job reads, and how much of it was read. */
final class InputTopics {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final JobConfig config;

  InputTopics(JobConfig config) {
    this.config = config;
  }

  private Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers()));
  }

  /** Waits until messages of that time or a later one lie on the topic. */
  void awaitPublished(Instant moment) throws InterruptedException {
    try (Admin admin = admin()) {
      Await.until(
          "messages up to " + moment + " are published",
          PATIENCE,
          () ->
              offsets(admin, config.topics().bgpUpdates(), OffsetSpec.maxTimestamp())
                  .values()
                  .stream()
                  .anyMatch(latest -> latest.timestamp() >= moment.toEpochMilli()));
    }
  }

  /** Waits until the job has read all that was published, and has a checkpoint that says so. */
  void awaitRead() throws InterruptedException {
    try (Admin admin = admin()) {
      Await.until("everything published is read", PATIENCE, () -> isRead(admin));
    }
  }

  private boolean isRead(Admin admin) throws IOException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> read;
    try {
      read =
          admin
              .listConsumerGroupOffsets(config.kafka().groupId())
              .partitionsToOffsetAndMetadata()
              .get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
    return ends(admin).entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata until = read.get(end.getKey());
              return until != null && until.offset() >= end.getValue();
            });
  }

  /** Where each partition ends. */
  Map<TopicPartition, Long> ends() throws IOException, InterruptedException {
    try (Admin admin = admin()) {
      return ends(admin);
    }
  }

  private Map<TopicPartition, Long> ends(Admin admin) throws IOException, InterruptedException {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (String topic : List.of(config.topics().bgpUpdates(), config.topics().probeResults())) {
      offsets(admin, topic, OffsetSpec.latest())
          .forEach((partition, end) -> ends.put(partition, end.offset()));
    }
    return ends;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, String topic, OffsetSpec which) throws IOException, InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> asked =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get()
              .get(topic)
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toMap(Function.identity(), partition -> which));
      return admin.listOffsets(asked).all().get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }
}
