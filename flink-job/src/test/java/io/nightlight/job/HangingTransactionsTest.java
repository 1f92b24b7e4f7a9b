package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.HangingTransactions.Open;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HangingTransactionsTest {
  /** Each {@code producer@partition:offset}. */
  private static Set<Open> open(@Nullable String text) {
    return text == null
        ? Set.of()
        : Arrays.stream(text.split(" "))
            .map(
                one -> {
                  String[] parts = one.split("[@:]");
                  return new Open(
                      new TopicPartition("scores", Integer.parseInt(parts[1])),
                      Long.parseLong(parts[0]),
                      Long.parseLong(parts[2]));
                })
            .collect(Collectors.toSet());
  }

  /** Each {@code producer@partition}, or {@code producer@} when none is left. */
  private static Collection<TransactionDescription> known(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(" "))
            .map(
                one -> {
                  String[] parts = one.split("@");
                  return new TransactionDescription(
                      1,
                      parts.length == 1
                          ? TransactionState.COMPLETE_COMMIT
                          : TransactionState.PREPARE_COMMIT,
                      Long.parseLong(parts[0]),
                      0,
                      900_000,
                      OptionalLong.empty(),
                      parts.length == 1
                          ? Set.of()
                          : Set.of(new TopicPartition("scores", Integer.parseInt(parts[1]))));
                })
            .toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          # case                              | open          | known       | open still    | hang
          under way                           | 7@0:5         | 7@0         | 7@0:5         | none
          noted as ended, open still          | 7@0:5         | 7@          | 7@0:5         | 7@0:5
          ended meanwhile                     | 7@0:5         | 7@          | none          | none
          nobody knows the producer           | 7@0:5         | none        | 7@0:5         | 7@0:5
          one of its partitions is forgotten  | 7@0:5 7@1:9   | 7@1         | 7@0:5 7@1:9   | 7@0:5
          the next one of that producer       | 7@0:5         | 7@          | 7@0:8         | none
          another producer's is under way     | 7@0:5 8@0:9   | 7@ 8@0      | 7@0:5 8@0:9   | 7@0:5
          begun only later                    | 7@0:5         | 7@          | 7@0:5 9@1:0   | 7@0:5
          """)
  void hangsWhatNobodyKnowsAndIsOpenStill(
      String name, String open, String known, String openStill, String hang) {
    assertThat(HangingTransactions.hanging(open(open), known(known), open(openStill)))
        .isEqualTo(open(hang));
  }

  @Test
  void hidesFromTheFirstOfAPartition() {
    SortedMap<Integer, Long> first = new TreeMap<>(Map.of(0, 5L, 2, 0L));
    assertThat(HangingTransactions.firstOffsets(open("7@0:9 8@0:5 7@2:0")))
        .isEqualTo(Map.of("scores", first));
  }
}
