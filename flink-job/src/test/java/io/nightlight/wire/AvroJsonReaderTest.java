package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalEvidence;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroJsonReaderTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00.000001Z");

  @Test
  void readsAnEventBack() {
    OutageEvent event =
        OutageEvent.newBuilder()
            .setEventId("0c5e7b1e-6f0a-5a36-9c3c-0b7d6f1f1f10")
            .setRevision(1)
            .setKind(OutageEventKind.RECOVERED)
            .setStartedAt(T0)
            .setRecoveredAt(T0.plusSeconds(60))
            .setScore(0.25)
            .setEvidence(
                List.of(
                    SignalEvidence.newBuilder()
                        .setSignal(Signal.IPV4_ROUTES)
                        .setValue(4L)
                        .setVotersNow(17)
                        .build()))
            .setLostPrefixes(List.of("175.45.176.0/24"))
            .setOriginAsns(List.of(4_294_967_295L))
            .build();

    assertThat(AvroJsonReader.read(AvroJson.line(event), OutageEvent.newBuilder().build()))
        .isEqualTo(event);
  }

  @Test
  void readsBytesBack() {
    RejectedRecord record =
        RejectedRecord.newBuilder()
            .setMessage("two\nlines")
            .setOriginal(ByteBuffer.wrap(new byte[] {(byte) 0xC3, 1, (byte) 0xFF}))
            .build();

    assertThat(AvroJsonReader.read(AvroJson.line(record), RejectedRecord.newBuilder().build()))
        .isEqualTo(record);
  }

  @Test
  void readsFlagsBack() {
    BgpMessage message = BgpMessage.newBuilder().setEndOfRib(true).build();

    assertThat(AvroJsonReader.read(AvroJson.line(message), BgpMessage.newBuilder().build()))
        .isEqualTo(message);
  }

  @Test
  void passesOverWhatLaterVersionsAdd() {
    OutageEvent event =
        AvroJsonReader.read(
            """
            {"later":{"a":[1,{}]},"kind":"ABANDONED","country":"KP","alsoLater":[{}]}""",
            OutageEvent.newBuilder().build());

    assertThat(event.getCountry()).isEqualTo("KP");
    assertThat(event.getKind()).isEqualTo(OutageEventKind.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "7",
        "[]",
        "{",
        "{} {}",
        "{\"startedAt\":\"yesterday\"}",
        "{\"startedAt\":7}",
        "{\"startedAt\":null}",
        "{\"revision\":\"1\"}",
        "{\"revision\":1.5e99}",
        "{\"evidence\":[7]}",
        "{\"evidence\":{}}",
        "{\"country\":null}",
        "{\"lostPrefixes\":[null]}",
        "\u0000"
      })
  void refusesWhatIsNoRecord(String line) {
    assertThatThrownBy(() -> AvroJsonReader.read(line, OutageEvent.newBuilder().build()))
        .isInstanceOf(RefusedException.class);
  }
}
