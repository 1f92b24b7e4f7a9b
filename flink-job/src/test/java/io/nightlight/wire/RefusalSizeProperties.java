package io.nightlight.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * P9: a refusal that Kafka's producer does not take ends the job, which then reads the same record
 * again, for ever.
 */
class RefusalSizeProperties {
  /** {@code max.request.size} of a producer, unless told otherwise. */
  private static final int LARGEST_REQUEST = 1 << 20;

  /** For what the client, the broker and other headers than ours put around it. */
  private static final int SPARE = 32 * 1024;

  private static final int MOST_BYTES = 1 << 20;

  /** The longest name of a topic. */
  private static final String TOPIC = "t".repeat(249);

  private final CloudEventCodec codec =
      new CloudEventCodec(new Provenance("nightlight", RunMode.LIVE, "rules", "geo"));

  @Property(tries = 600)
  void p09NothingMakesARefusalThatKafkaDoesNotTake(
      @ForAll RefusedFeed feed,
      @ForAll int place,
      @ForAll("pieces") String piece,
      @ForAll("lengths") int length,
      @ForAll("lengths") int size) {
    String text = piece.repeat(length / piece.getBytes(UTF_8).length);
    byte[] record = damaged(feed.record(feed.place(place), text, Math.max(0, size - length)));

    List<Rejection> refusals = refusalsOf(feed, record);

    assertThat(refusals).hasSizeLessThan(2);
    for (Rejection refusal : refusals) {
      assertThat(refusal.message()).doesNotContain("\n");
      assertThat(refusal.originalLength()).isEqualTo(record.length);
      assertThat(bytesOnTheWay(refusal)).isLessThan(LARGEST_REQUEST - SPARE);
    }
    Statistics.label("refused")
        .collect(!refusals.isEmpty())
        .coverage(share -> share.check(true).percentage(refused -> refused > 40));
  }

  private static List<Rejection> refusalsOf(RefusedFeed feed, byte[] record) {
    List<Rejection> refusals = new ArrayList<>();
    feed.decoder()
        .decode(
            TopicRecord.of(record, TOPIC, 23, Long.MAX_VALUE / 2, RefusedFeed.T0.toEpochMilli()),
            arrival -> {
              if (arrival.isRejected()) {
                refusals.add(arrival.rejection());
              }
            });
    return refusals;
  }

  /** With its key, and its id in the headers. */
  private long bytesOnTheWay(Rejection refusal) {
    CloudEvent event = codec.of(refusal);
    return (long) event.value().length
        + event.key().getBytes(UTF_8).length
        + event.id().getBytes(UTF_8).length;
  }

  /** Each becomes one that is no UTF-8, and three bytes where it is written again. */
  private static byte[] damaged(byte[] record) {
    for (int i = 0; i < record.length; i++) {
      if (record[i] == 'X') {
        record[i] = (byte) 0xFF;
      }
    }
    return record;
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
        "a", "X", "1", ":", ".", "1.", "a:", "é", "中", "😀", "\\n", "\\u4e2d", "\n", "\"", "[",
        "{}");
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 1_000),
        Arbitraries.integers().between(0, 139_999),
        Arbitraries.integers().between(0, MOST_BYTES),
        Arbitraries.of(0, 139_000, 600_000, 880_000, 980_000, MOST_BYTES - 300, MOST_BYTES));
  }
}
