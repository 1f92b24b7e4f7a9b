package io.nightlight.recording;

import static io.nightlight.recording.mrt.MrtBytes.announcement;
import static io.nightlight.wire.bgp.WireBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.recording.mrt.MrtBytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingFormatTest {
  private static RecordingFormat of(byte[] content) {
    return RecordingFormat.of(new ByteArrayInputStream(content));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {"type":"ris_message","data":{"timestamp":1558620047.08}} ; RIS_LIVE_JSON
          {"timestamp":1558620047.08,"peer":"196.60.9.165","peer_asn":"57695"} ; RIS_LIVE_JSON
          {"fw":5020,"msm_id":1001,"prb_id":42,"result":[]} ; ATLAS_JSON
          [{"prb_id":42,"msm_id":1001}] ; ATLAS_JSON
          {"hello":"world"} ; UNKNOWN
          hello world, this is a licence ; UNKNOWN
          x ; UNKNOWN
          """)
  void tellsTextsApart(String text, RecordingFormat format) {
    assertThat(of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(format);
  }

  @Test
  void recognisesMrtAndAvro() {
    String avro = "Obj\u0001\u0004\u0016avro.schema{\"type\":\"record\",\"name\":\"%s\"";

    assertThat(of(announcement(MrtBytes.T0, "10.0.0.0/8").toArray()))
        .isEqualTo(RecordingFormat.MRT);
    assertThat(of(avro.formatted("BgpMessage").getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(RecordingFormat.BGP_AVRO);
    assertThat(of(avro.formatted("ProbeResult").getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(RecordingFormat.PROBES_AVRO);
    assertThat(of(avro.formatted("OutageEvent").getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(RecordingFormat.UNKNOWN);
    assertThat(of(new byte[0])).isEqualTo(RecordingFormat.MRT);
  }

  /** Seconds since 1970 whose four bytes are a brace, a bracket, the mark of Avro. */
  @ParameterizedTest
  @CsvSource({"7B226466", "5B7B2270", "4F626A01"})
  void isNotMisledByTimesThatSpellOtherFormats(String time) {
    byte[] record = announcement(Long.parseLong(time, 16), "10.0.0.0/8").toArray();

    assertThat(of(record)).isEqualTo(RecordingFormat.MRT);
  }

  @Test
  void doesNotTakeAnyBytesForMrt() {
    assertThat(of(bytes().u32(MrtBytes.T0).u16(14_458, 1).u32(20).toArray()))
        .isEqualTo(RecordingFormat.UNKNOWN);
    assertThat(of(bytes().u32(MrtBytes.T0).u16(16, 4).u32(0x7FFF_FFFF).toArray()))
        .isEqualTo(RecordingFormat.UNKNOWN);
  }
}
