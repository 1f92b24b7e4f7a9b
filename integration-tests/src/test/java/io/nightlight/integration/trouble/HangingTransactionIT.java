package io.nightlight.integration.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.process.Await;
import io.nightlight.integration.process.KafkaProcess;
import io.nightlight.integration.process.KafkaProcess.Doors;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.TopicCheck;
import io.nightlight.job.TopicCheck.Findings;
import io.nightlight.job.TopicCheck.Found;
import io.nightlight.replay.CommittedTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction whose coordinator has forgotten it hides what is written after it: {@code
 * ./nightlight topics --check} says so, and what the runbook says of it helps.
 */
@Timeout(180)
class HangingTransactionIT {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));

  /** So that rights can be taken away. */
  private static final Doors DOORS =
      new Doors(
          List.of(),
          """
          authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
          allow.everyone.if.no.acl.found=true
          """,
          List.of());

  @TempDir Path folder;

  private static KafkaProducer<String, String> producer(KafkaProcess broker, String id) {
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    return producer;
  }

  private static void send(KafkaProducer<String, String> producer, TopicPartition to, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(to.topic(), to.partition(), 0L, "key", value)).get();
  }

  private static List<Found> unsound(JobConfig config) throws InterruptedException {
    Findings findings = new TopicCheck(config, Retention.RECORDING, Optional.empty()).look();
    assertThat(findings.untold()).isEmpty();
    return findings.topics().stream().filter(topic -> !topic.state().isSound()).toList();
  }

  @Test
  void isToldAndHelped() throws Exception {
    try (KafkaProcess broker = KafkaProcess.start(CLASSPATH, folder.resolve("broker"), DOORS);
        Admin admin = broker.admin()) {
      JobConfig config =
          JobConfig.load(null, List.of("kafka.bootstrap.servers=" + broker.bootstrapServers()));
      KafkaTopics.create(admin, config, Retention.RECORDING);
      String scores = config.topics().availabilityScores();
      TopicPartition first = new TopicPartition(scores, 0);
      TopicPartition third = new TopicPartition(scores, 2);

      assertThat(unsound(config)).isEmpty();
      assertThat(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
          .as("looking makes nothing")
          .doesNotContain("__transaction_state");
      try (KafkaProducer<String, String> before = producer(broker, "before")) {
        send(before, first, "seen");
        before.commitTransaction();
      }
      // Its marker is on the partition, too: what follows lies behind it.
      assertThat(CommittedTopic.read(config, scores, new StringDeserializer())).hasSize(1);
      KafkaProducer<String, String> forgotten = producer(broker, "forgotten");
      send(forgotten, first, "hangs");
      send(forgotten, third, "hangs");
      assertThat(unsound(config)).as("while it is under way").isEmpty();

      broker.kill();
      forgotten.close(Duration.ZERO);
      forgetTransactions(folder.resolve("broker"));
      broker.restart();
      try (KafkaProducer<String, String> next = producer(broker, "next")) {
        send(next, first, "hidden");
        next.commitTransaction();
      }

      assertThat(unsound(config))
          .extracting(Found::text)
          .containsExactly(
              scores
                  + ": hidden from consumers is partition 0 from offset 2, partition 2 from offset"
                  + " 0, behind a transaction that nobody will end (docs/runbook.md)");
      try (TopicReader<String> reader =
          TopicReader.of(
              Map.of("bootstrap.servers", broker.bootstrapServers()),
              scores,
              new StringDeserializer())) {
        reader.await(values -> !values.isEmpty());
        assertThat(reader.lookFor(Duration.ofSeconds(1))).containsExactly("seen");
        abort(admin, first);
        abort(admin, third);
        assertThat(unsound(config)).isEmpty();
        assertThat(reader.await(values -> values.size() > 1)).containsExactly("seen", "hidden");
      }

      try (KafkaProducer<String, String> underWay = producer(broker, "under-way")) {
        send(underWay, first, "under way");
        assertThat(unsound(config)).isEmpty();
        forbidTransactions(admin, config.kafka().transactionalIdPrefix());
        Await.until(
            "the right is taken away", Duration.ofSeconds(20), () -> !untold(config).isEmpty());
        assertThat(untold(config)).hasValueSatisfying(why -> assertThat(why).contains("uthoriz"));
      }
    }
  }

  private static Optional<String> untold(JobConfig config) throws InterruptedException {
    return new TopicCheck(config, Retention.RECORDING, Optional.empty()).look().untold();
  }

  /** Kafka leaves out of its lists what one may not see. */
  private static void forbidTransactions(Admin admin, String prefix) throws Exception {
    admin
        .createAcls(
            List.of(
                new AclBinding(
                    new ResourcePattern(
                        ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED),
                    new AccessControlEntry(
                        "User:ANONYMOUS", "*", AclOperation.DESCRIBE, AclPermissionType.DENY))))
        .all()
        .get();
  }

  /** The broker's own list of transactions is gone. */
  private static void forgetTransactions(Path broker) throws IOException {
    try (Stream<Path> topics = Files.list(broker.resolve("data"))) {
      topics
          .filter(topic -> topic.getFileName().toString().startsWith("__transaction_state-"))
          .forEach(HangingTransactionIT::delete);
    }
  }

  private static void delete(Path partition) {
    try (Stream<Path> files = Files.list(partition)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(partition);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kafka-transactions.sh abort} does. */
  private static void abort(Admin admin, TopicPartition partition) throws Exception {
    List<ProducerState> open =
        admin
            .describeProducers(List.of(partition))
            .partitionResult(partition)
            .get()
            .activeProducers()
            .stream()
            .filter(producer -> producer.currentTransactionStartOffset().isPresent())
            .toList();
    assertThat(open).hasSize(1);
    ProducerState hanging = open.get(0);
    admin
        .abortTransaction(
            new AbortTransactionSpec(
                partition,
                hanging.producerId(),
                (short) hanging.producerEpoch(),
                hanging.coordinatorEpoch().orElse(0)))
        .all()
        .get();
  }
}
