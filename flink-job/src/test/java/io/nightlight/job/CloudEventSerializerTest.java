package io.nightlight.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class CloudEventSerializerTest {
  private static final Instant T0 = Instant.parse("2014-12-30T01:46:00Z");

  /** A compacted topic drops what it holds under a key when a record without value comes. */
  @Test
  void whatIsForgottenIsATombstoneUnderTheSameKey() {
    CloudEventSerializer<String> serializer =
        new CloudEventSerializer<>(
            "outage.current",
            new Provenance("test", RunMode.LIVE, "1", "map-1"),
            (codec, eventId) -> codec.forgotten(eventId, T0));
    serializer.open(null, null);

    ProducerRecord<byte[], byte[]> record = serializer.serialize("an-id", null, null);

    assertThat(record.topic()).isEqualTo("outage.current");
    assertThat(record.key()).isEqualTo("an-id".getBytes(UTF_8));
    assertThat(record.value()).isNull();
    assertThat(record.timestamp()).isEqualTo(T0.toEpochMilli());
    assertThat(record.headers().lastHeader("ce_id").value())
        .isEqualTo("an-id/forgotten".getBytes(UTF_8));
    assertThat(record.headers().lastHeader("ce_type").value())
        .isEqualTo("io.nightlight.outage.forgotten".getBytes(UTF_8));
  }
}
