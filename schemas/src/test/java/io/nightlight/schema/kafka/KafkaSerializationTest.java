package io.nightlight.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.encoding.Examples;
import io.nightlight.schema.encoding.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaSerializationTest {
  static List<SpecificRecord> examples() {
    return Examples.all();
  }

  /** As a consumer's configuration makes them: by the class's name. */
  @ParameterizedTest
  @MethodSource("examples")
  void carriesEveryRecordFromAProducerToAConsumer(SpecificRecord example) throws Exception {
    String name = "io.nightlight.schema.kafka." + example.getSchema().getName() + "Deserializer";
    try (SingleObjectSerializer serializer = new SingleObjectSerializer();
        Deserializer<?> deserializer =
            (Deserializer<?>) Class.forName(name).getDeclaredConstructor().newInstance()) {
      byte[] value = serializer.serialize("a.topic", example);
      assertThat(deserializer.deserialize("a.topic", value)).isEqualTo(example);
      assertThat(serializer.serialize("a.topic", null)).isNull();
      assertThat(deserializer.deserialize("a.topic", (byte[]) null)).isNull();
    }
  }

  @Test
  void tellsAConsumerWhyItCannotRead() {
    byte[] value = "{\"country\":\"KP\"}".getBytes(StandardCharsets.UTF_8);
    try (OutageEventDeserializer deserializer = new OutageEventDeserializer()) {
      assertThatThrownBy(() -> deserializer.deserialize("outage.events", value))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("outage.events")
          .hasCauseInstanceOf(MalformedRecordException.class);
    }
  }

  @Test
  void refusesToSendARecordThatBreaksItsSchema() {
    try (SingleObjectSerializer serializer = new SingleObjectSerializer()) {
      assertThatThrownBy(() -> serializer.serialize("bgp.updates", new BgpMessage()))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("BgpMessage");
    }
  }
}
