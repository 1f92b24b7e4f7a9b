package io.nightlight.integration.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.broker.OwnTopics;
import io.nightlight.integration.broker.TestKafka;
import io.nightlight.integration.process.LocalJob;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobCounts;
import io.nightlight.job.JobRequest;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.OutageJob;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job reads topics of the public feeds as they are, garbage among them (pitfall P9). */
@Timeout(180)
class PublicFeedsIT {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final int MINUTES = 20;
  private static final byte[] GARBAGE = "not a record".getBytes(UTF_8);

  @TempDir static Path folder;

  private static TestKafka broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestKafka.start();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void readsATopicOfRisLive() throws Exception {
    List<byte[]> values = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      values.add(
          """
          {"type":"ris_message","data":{"timestamp":%d.25,"peer":"192.0.2.1","peer_asn":"4837",\
          "id":"192.0.2.1-%d","host":"rrc06.ris.ripe.net","type":"UPDATE","path":[4837,131279],\
          "announcements":[{"next_hop":"192.0.2.1","prefixes":["175.45.176.0/24"]}],\
          "withdrawals":["175.45.177.0/24"]}}"""
              .formatted(second(minute), minute)
              .getBytes(UTF_8));
      values.add(GARBAGE);
      values.add("{\"type\":\"pong\",\"data\":null}".getBytes(UTF_8));
    }

    Map<String, Long> counts = judge("ris-live", values);

    assertThat(counts)
        .containsEntry("observations.update", (long) MINUTES)
        .containsEntry(JobCounts.ANNOUNCED, (long) MINUTES)
        .containsEntry(JobCounts.WITHDRAWN, (long) MINUTES)
        .containsEntry(JobCounts.REJECTED + "malformed", (long) MINUTES);
  }

  /** Each record holds a PEER_UP, an announcement and a damaged message. */
  @Test
  void readsATopicOfOpenBmpWithSeveralMessagesARecord() throws Exception {
    List<byte[]> values = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      values.add(openBmp(second(minute), peerUp(), announcement(), bmp(9, new byte[0])));
      values.add(GARBAGE);
    }

    Map<String, Long> counts = judge("openbmp", values);

    assertThat(counts)
        .containsEntry("observations.peer_up", (long) MINUTES)
        .containsEntry("observations.update", (long) MINUTES)
        .containsEntry(JobCounts.ANNOUNCED, (long) MINUTES)
        .containsEntry(JobCounts.REJECTED + "unsupported_type", (long) MINUTES)
        .containsEntry(JobCounts.REJECTED + "malformed", (long) MINUTES);
  }

  private static long second(int minute) {
    return T0.getEpochSecond() + 60L * minute;
  }

  /** Publishes into the first partition and runs the job to the end of the topics. */
  private static Map<String, Long> judge(String format, List<byte[]> values) throws Exception {
    List<String> settings = new ArrayList<>();
    settings.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    settings.add("bgp.format=" + format);
    settings.add("kafka.group.id=" + format);
    settings.add("kafka.transactional.id.prefix=" + format);
    settings.addAll(OwnTopics.all(format));
    JobConfig config = JobConfig.load(null, settings);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
    publish(config.topics().bgpUpdates(), values);
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    OutageJob.connect(env, new JobRequest(config, null, T0.plus(Duration.ofDays(10_000))));
    return JobCounts.of(LocalJob.run(env)).counts();
  }

  private static void publish(String topic, List<byte[]> values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
      }
    }
  }

  private static byte[] openBmp(long second, byte[]... messages) {
    byte[] adminId = "lab1".getBytes(UTF_8);
    int length = 0;
    for (byte[] message : messages) {
      length += message.length;
    }
    int headerLength = 78 + adminId.length;
    ByteBuffer value = ByteBuffer.allocate(headerLength + length);
    value.put("OBMP".getBytes(UTF_8)).put((byte) 1).put((byte) 7);
    value.putShort((short) headerLength).putInt(length).put((byte) 0x80).put((byte) 12);
    value.putInt((int) second).putInt(0).put(new byte[16]);
    value.putShort((short) adminId.length).put(adminId);
    value.put(new byte[32]).putShort((short) 0).putInt(messages.length);
    for (byte[] message : messages) {
      value.put(message);
    }
    return value.array();
  }

  private static byte[] peerUp() {
    return ofPeer(3, new byte[20]);
  }

  /** An UPDATE: AS_PATH 4837, 175.45.176.0/24. */
  private static byte[] announcement() {
    ByteBuffer update = ByteBuffer.allocate(36);
    for (int i = 0; i < 16; i++) {
      update.put((byte) 0xFF);
    }
    update.putShort((short) update.capacity()).put((byte) 2).putShort((short) 0);
    update.putShort((short) 9).put(new byte[] {0x40, 2, 6, 2, 1}).putInt(4837);
    return ofPeer(0, update.put(new byte[] {24, (byte) 175, 45, (byte) 176}).array());
  }

  private static byte[] ofPeer(int type, byte[] body) {
    ByteBuffer message = ByteBuffer.allocate(42 + body.length);
    message.put(new byte[22]).put(new byte[] {(byte) 192, 0, 2, 1}).putInt(4837);
    return bmp(type, message.put(new byte[12]).put(body).array());
  }

  private static byte[] bmp(int type, byte[] body) {
    ByteBuffer message = ByteBuffer.allocate(6 + body.length);
    return message.put((byte) 3).putInt(6 + body.length).put((byte) type).put(body).array();
  }
}
