package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.TopicCheck.Found;
import io.nightlight.job.TopicCheck.State;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCheckTest {
  private static final Node BROKER = new Node(1, "localhost", 9092);
  private static final SortedMap<Integer, Long> NONE = Collections.emptySortedMap();

  private static NewTopic scores(Optional<Short> replicas) {
    return KafkaTopics.all(JobConfig.defaults(), Retention.LIVE, replicas).stream()
        .filter(topic -> topic.name().equals("availability.scores"))
        .findFirst()
        .orElseThrow();
  }

  private static TopicDescription there(int partitions, int replicas) {
    List<Node> nodes = IntStream.range(0, replicas).mapToObj(i -> BROKER).toList();
    return new TopicDescription(
        "availability.scores",
        false,
        IntStream.range(0, partitions)
            .mapToObj(i -> new TopicPartitionInfo(i, BROKER, nodes, nodes))
            .toList());
  }

  private static Config settings(String key, String value) {
    Map<String, String> settings = new HashMap<>(scores(Optional.empty()).configs());
    settings.put("segment.bytes", "1073741824");
    settings.put(key, value);
    return new Config(
        settings.entrySet().stream().map(e -> new ConfigEntry(e.getKey(), e.getValue())).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          # partitions | setting             | value                | what is told
          4 | segment.ms                     | 1                    | as it should be
          3 | segment.ms                     | 1                    | partitions is 3 and should be 4
          8 | segment.ms                     | 1                    | partitions is 8 and should be 4
          4 | retention.ms                   | 3600000              | retention.ms is 3600000 and should be 7776000000
          4 | retention.bytes                | 1073741824           | retention.bytes is 1073741824 and should be -1
          4 | min.insync.replicas            | 1                    | as it should be
          4 | cleanup.policy                 | compact              | cleanup.policy is compact and should be delete
          4 | message.timestamp.type         | LogAppendTime        | message.timestamp.type is LogAppendTime and should be CreateTime
          1 | retention.ms                   | 1                    | partitions is 1 and should be 4, retention.ms is 1 and should be 7776000000
          """)
  void tellsWhatDiffers(int partitions, String setting, String value, String told) {
    Found found =
        TopicCheck.compare(
            scores(Optional.empty()), there(partitions, 1), settings(setting, value), NONE);

    assertThat(found.text()).isEqualTo("availability.scores: " + told);
    assertThat(found.state().isSound()).isEqualTo(told.equals("as it should be"));
  }

  @Test
  void comparesCopiesOnlyWhereTheyAreAskedFor() {
    NewTopic two = scores(Optional.of((short) 2));
    assertThat(TopicCheck.compare(two, there(4, 1), settings("a", "b"), NONE).differences())
        .containsExactly("replicas is 1 and should be 2");
    assertThat(TopicCheck.compare(two, there(4, 2), settings("a", "b"), NONE).differences())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "3, true", ", false"})
  void ofThreeCopiesTwoHaveToBeWritten(String least, boolean isEnough) {
    NewTopic three = scores(Optional.of((short) 3));
    Config settings = least == null ? settings("a", "b") : settings("min.insync.replicas", least);
    assertThat(TopicCheck.compare(three, there(4, 3), settings, NONE).differences())
        .hasSize(isEnough ? 0 : 1)
        .allMatch(told -> told.endsWith(" and should be at least 2"));
  }

  @Test
  void tellsWhatHangingTransactionsHide() {
    Found found =
        TopicCheck.compare(
            scores(Optional.empty()),
            there(4, 1),
            settings("a", "b"),
            new TreeMap<>(Map.of(3, 17L, 0, 0L)));
    assertThat(found.state()).isEqualTo(State.DIFFERENT);
    assertThat(found.text())
        .isEqualTo(
            "availability.scores: hidden from consumers is partition 0 from offset 0, partition 3 from"
                + " offset 17, behind a transaction that nobody will end (docs/runbook.md)");
  }

  @Test
  void tellsWhatIsMissing() {
    Found found = TopicCheck.compare(scores(Optional.empty()), null, null, NONE);
    assertThat(found).isEqualTo(new Found("availability.scores", State.MISSING, List.of()));
    assertThat(found.state().isSound()).isFalse();
  }
}
