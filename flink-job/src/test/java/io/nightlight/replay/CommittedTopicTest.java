package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.job.KafkaUnavailable;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommittedTopicTest {
  private static final String TOPIC = "outage.events";
  private static final List<PartitionInfo> UNKNOWN = List.of();
  private static final List<PartitionInfo> TWO = List.of(partition(0), partition(1));

  private static PartitionInfo partition(int number) {
    return new PartitionInfo(TOPIC, number, null, null, null);
  }

  @Test
  void asksUntilABrokerKnowsTheTopic() {
    Iterator<List<PartitionInfo>> answers = List.of(UNKNOWN, UNKNOWN, TWO).iterator();

    assertThat(CommittedTopic.partitions(TOPIC, answers::next, 3))
        .containsExactly(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
  }

  @Test
  void givesUpATopicThatNoBrokerKnows() {
    Iterator<List<PartitionInfo>> answers = List.of(UNKNOWN, UNKNOWN, TWO).iterator();

    assertThatThrownBy(() -> CommittedTopic.partitions(TOPIC, answers::next, 2))
        .isInstanceOf(KafkaUnavailable.class)
        .hasMessageContaining(TOPIC);
  }
}
