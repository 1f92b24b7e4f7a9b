package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.integration.broker.TestKafka;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaClients;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommittedTopicIT {
  private static TestKafka broker;
  private static JobConfig config;

  @BeforeAll
  static void start() throws Exception {
    broker = TestKafka.start();
    config = JobConfig.load(null, List.of("kafka.bootstrap.servers=" + broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  /** As when a job has ended, and a partition has not yet heard that its records are committed. */
  @Test
  void readsWhatIsCommittedOnlyAfterTheReadingBegan() throws Exception {
    try (KafkaProducer<String, String> job = jobOn("evening")) {
      write(job, "evening", "first");
      job.commitTransaction();
      write(job, "evening", "second");
      List<String> read = new ArrayList<>();
      CommittedTopic.read(
          config,
          "evening",
          new StringDeserializer(),
          record -> {
            read.add(record.value());
            if (record.value().equals("first")) {
              job.commitTransaction();
            }
          });
      assertThat(read).containsExactly("first", "second");
    }
  }

  @Test
  void leavesOutWhatIsAborted() throws Exception {
    try (KafkaProducer<String, String> job = jobOn("night")) {
      write(job, "night", "never");
      job.abortTransaction();
      write(job, "night", "once");
      job.commitTransaction();
      write(job, "night", "nor this");
      job.abortTransaction();
      assertThat(CommittedTopic.read(config, "night", new StringDeserializer()))
          .extracting(ConsumerRecord::value)
          .containsExactly("once");
    }
  }

  @Test
  void anEmptyTopicIsReadAtOnce() throws Exception {
    try (KafkaProducer<String, String> unused = jobOn("noon")) {
      assertThat(CommittedTopic.read(config, "noon", new StringDeserializer())).isEmpty();
    }
  }

  @Test
  void whatNobodyCommitsIsNamed() throws Exception {
    try (KafkaProducer<String, String> job = jobOn("dawn");
        KafkaConsumer<String, String> consumer =
            KafkaClients.reader(config, new StringDeserializer())) {
      write(job, "dawn", "first");
      job.commitTransaction();
      write(job, "dawn", "second");
      Map<TopicPartition, Long> ends =
          KafkaTopics.ends(config, CommittedTopic.fromTheBeginning(consumer, "dawn"));
      List<String> read = new ArrayList<>();
      Map<TopicPartition, Long> committed = Map.of(new TopicPartition("dawn", 0), 2L);
      CommittedTopic.readOn(consumer, committed, record -> read.add(record.value()));
      assertThatThrownBy(
              () -> CommittedTopic.readOn(consumer, ends, record -> read.add(record.value()), 10))
          .isInstanceOf(KafkaUnavailable.class)
          .hasMessageContaining("dawn-0=2")
          .hasMessageContaining("topics --check");
      assertThat(read).containsExactly("first");
      job.abortTransaction();
    }
  }

  /** Of a topic of its own. */
  private static KafkaProducer<String, String> jobOn(String topic) throws Exception {
    try (Admin admin = KafkaClients.admin(config)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    KafkaProducer<String, String> job =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", topic),
            new StringSerializer(),
            new StringSerializer());
    job.initTransactions();
    return job;
  }

  private static void write(KafkaProducer<String, String> job, String topic, String value)
      throws Exception {
    job.beginTransaction();
    job.send(new ProducerRecord<>(topic, "KP", value)).get();
  }
}
