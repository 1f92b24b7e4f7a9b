package io.nightlight.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LocalBrokerIT {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));

  @Test
  void servesATransactionAndThenLeavesNothingBehind() throws Exception {
    Optional<ProcessHandle> process;
    Path folder;
    try (LocalBroker broker = LocalBroker.start(CLASSPATH)) {
      process = ProcessHandle.of(broker.pid());
      folder = broker.folder();
      assertThat(process).get().matches(ProcessHandle::isAlive);
      Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(config)) {
        admin.createTopics(List.of(new NewTopic("lights", 1, (short) 1))).all().get(30, SECONDS);
      }
      produceInATransaction(broker, "on");
      assertThat(readCommitted(broker)).isEqualTo("on");
    }
    assertThat(process).get().matches(handle -> !handle.isAlive());
    assertThat(folder).doesNotExist();
  }

  @Test
  void closesTwice() throws Exception {
    LocalBroker broker = LocalBroker.start(CLASSPATH);
    broker.close();
    broker.close();
    assertThat(broker.folder()).doesNotExist();
  }

  @Test
  void diesWithAParentThatIsKilled() throws Exception {
    // SIGKILL: no shutdown hook runs
    assertBrokerEndsAfter(parent -> parent.destroyForcibly());
  }

  @Test
  void diesWithAParentThatEndsWithoutClosingIt() throws Exception {
    assertBrokerEndsAfter(Process::destroy);
  }

  private static void assertBrokerEndsAfter(Consumer<Process> end) throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BrokerParent.class.getName(),
                CLASSPATH.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8))) {
      ProcessHandle broker = ProcessHandle.of(Long.parseLong(answer(said, "pid "))).orElseThrow();
      Path folder = Path.of(answer(said, "folder "));
      assertThat(broker.isAlive()).isTrue();

      end.accept(parent);
      parent.waitFor();

      assertThat(broker.onExit()).succeedsWithin(Duration.ofSeconds(20));
      assertThat(folder).doesNotExist();
    } finally {
      parent.destroyForcibly();
    }
  }

  private static String answer(BufferedReader said, String about) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(about)) {
        return line.substring(about.length());
      }
    }
    throw new IOException("the parent ended without a word about its " + about);
  }

  private static void produceInATransaction(LocalBroker broker, String value) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "switch");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("lights", "KP", value));
      producer.commitTransaction();
      assertThat(sent).isDone();
    }
  }

  private static String readCommitted(LocalBroker broker) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("lights", 0)));
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(30));
      assertThat(records.count()).isEqualTo(1);
      return records.iterator().next().value();
    }
  }
}
