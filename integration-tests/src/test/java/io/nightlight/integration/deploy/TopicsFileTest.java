package io.nightlight.integration.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicsFileTest {
  /** What need not be written down. */
  private static final Set<String> BROKERS_DEFAULTS =
      Set.of("cleanup.policy=delete", "message.timestamp.type=CreateTime");

  @Test
  void topicsAreThoseThatTheJobWouldCreate() throws IOException {
    List<String> lines =
        DeployFiles.text("topics/topics.txt")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> String.join(" ", line.split(" +", -1)))
            .toList();
    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(
            KafkaTopics.all(JobConfig.defaults(), Retention.LIVE).stream()
                .map(
                    topic ->
                        "%s %d %s"
                            .formatted(
                                topic.name(), topic.numPartitions(), settings(topic.configs())))
                .toList());
  }

  private static String settings(Map<String, String> configs) {
    return configs.entrySet().stream()
        .map(Map.Entry::toString)
        .filter(setting -> !BROKERS_DEFAULTS.contains(setting))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
