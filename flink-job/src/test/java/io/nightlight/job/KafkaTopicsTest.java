package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.KafkaTopics.Retention;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaTopicsTest {
  private static Map<String, NewTopic> topics(Retention retention) {
    return KafkaTopics.all(JobConfig.defaults(), retention).stream()
        .collect(Collectors.toMap(NewTopic::name, topic -> topic));
  }

  /** The contract's table: partitions, and days that records are kept. */
  @ParameterizedTest
  @CsvSource({
    "bgp.updates, 24, 7",
    "probe.results, 24, 7",
    "availability.scores, 4, 90",
    "outage.events, 1,",
    "measurement.events, 1,",
    "rejected.records, 4, 7"
  })
  void topicsAreAsTheContractSays(String name, int partitions, Integer days) {
    NewTopic topic = topics(Retention.LIVE).get(name);
    assertThat(topic.numPartitions()).isEqualTo(partitions);
    assertThat(topic.configs())
        .containsEntry("retention.ms", days == null ? "-1" : String.valueOf(days * 24L * 3_600_000))
        .containsEntry("retention.bytes", "-1")
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("message.timestamp.type", "CreateTime");
  }

  /** A producer with a wrong clock dates its records by it in both ways. */
  @Test
  void p10BrokersRefuseWhatProducersDateTooFarAhead() {
    JobConfig config = JobConfig.load(null, List.of("future.timestamp.limit=5min"));
    assertThat(KafkaTopics.all(config, Retention.LIVE))
        .filteredOn(topic -> topic.configs().containsKey("message.timestamp.after.max.ms"))
        .allSatisfy(
            topic ->
                assertThat(topic.configs())
                    .containsEntry("message.timestamp.after.max.ms", "300000"))
        .extracting(NewTopic::name)
        .containsExactly("bgp.updates", "probe.results");
  }

  @Test
  void theLatestRevisionsAreCompacted() {
    NewTopic current = topics(Retention.LIVE).get("outage.current");
    assertThat(current.numPartitions()).isEqualTo(1);
    assertThat(current.configs())
        .isEqualTo(Map.of("cleanup.policy", "compact", "message.timestamp.type", "CreateTime"));
  }

  @Test
  void recordingsAreKeptForEverBecauseTheyBearOldTimes() {
    List<NewTopic> deleted =
        KafkaTopics.all(JobConfig.defaults(), Retention.RECORDING).stream()
            .filter(topic -> !topic.configs().get("cleanup.policy").equals("compact"))
            .toList();
    assertThat(deleted)
        .hasSize(6)
        .allSatisfy(topic -> assertThat(topic.configs()).containsEntry("retention.ms", "-1"));
  }

  @Test
  void copiesAreTheBrokersAffairUnlessToldOtherwise() {
    assertThat(KafkaTopics.all(JobConfig.defaults(), Retention.LIVE))
        .allMatch(topic -> topic.replicationFactor() == -1)
        .noneMatch(topic -> topic.configs().containsKey("min.insync.replicas"));
    assertThat(KafkaTopics.all(JobConfig.defaults(), Retention.LIVE, Optional.of((short) 3)))
        .hasSize(7)
        .allMatch(topic -> topic.replicationFactor() == 3);
  }

  /** With two copies one broker that is away would stop all writing. */
  @ParameterizedTest
  @CsvSource({"1,", "2,", "3, 2", "5, 2"})
  void whatIsAcknowledgedLiesOnTwoBrokersWhereOneIsToSpare(short replicas, String least) {
    assertThat(KafkaTopics.all(JobConfig.defaults(), Retention.LIVE, Optional.of(replicas)))
        .hasSize(7)
        .extracting(topic -> topic.configs().get("min.insync.replicas"))
        .containsOnly(least);
  }

  @Test
  void aJobWithoutProbesNeedsNoTopicOfThem() {
    assertThat(KafkaTopics.ofTheJob(JobConfig.defaults())).hasSize(7).contains("probe.results");
    JobConfig without = JobConfig.load(null, List.of("probes.format=none"));
    assertThat(KafkaTopics.ofTheJob(without)).hasSize(6).doesNotContain("probe.results");
  }
}
