package io.nightlight.integration.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.Micros;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import io.nightlight.wire.bmp.BmpView;
import io.nightlight.wire.bmp.OpenBmpDecoder;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real records of CAIDA's OpenBMP stream of RouteViews, November 2021. */
class OpenBmpVectorsIT {

  /** The two that are whole; each ends with a line feed that is no part of it. */
  private static List<byte[]> vectors() throws Exception {
    return Files.readAllLines(RealRecordings.file("bmp-openbmp-vectors/bgpkit-hex.txt")).stream()
        .filter(line -> line.startsWith("src/parser/bmp/mod.rs: 4f424d50"))
        .map(line -> HexFormat.of().parseHex(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  private static List<Arrival> decode(OpenBmpDecoder decoder, byte[] value) {
    List<Arrival> arrivals = new ArrayList<>();
    decoder.decode(new TopicRecord(value, "bmp_raw", 0, 1, -1), arrivals::add);
    assertThat(arrivals).allMatch(arrival -> arrival.rejection() == null);
    return arrivals;
  }

  /** The routers date them 39 days back and in 1971. */
  @Test
  void readsADownAndARouteAtTheCollectorsTime() throws Exception {
    OpenBmpDecoder decoder = new OpenBmpDecoder(Duration.ofMinutes(10), BmpView.EITHER);
    List<BgpObservation> all = new ArrayList<>();
    for (byte[] vector : vectors()) {
      decode(decoder, vector).forEach(arrival -> all.add(arrival.observation()));
    }

    assertThat(all)
        .extracting(BgpObservation::kind)
        .containsExactly(BgpEvent.PEER_DOWN, BgpEvent.UPDATE);
    assertThat(all)
        .extracting(BgpObservation::session)
        .containsExactly(
            Session.of("is-cc-bmp1.route-views5", "63.218.6.14", 3491),
            Session.of("is-ah-bmp1.linx", "2001:7f8:4::1aae:4", 6830));
    assertThat(all)
        .extracting(one -> Micros.toInstant(one.observedAtMicros()))
        .containsExactly(
            Instant.parse("2021-11-05T04:57:38.811052Z"),
            Instant.parse("2021-11-08T01:45:55.194115Z"));
    assertThat(all.get(1).announced()).hasSize(1);
    assertThat(all.get(1).originAsn()).isEqualTo(208046);
  }

  @Test
  void theRealRoutesAreOfTheFarSideOfThePolicy() throws Exception {
    OpenBmpDecoder decoder = new OpenBmpDecoder(Duration.ofMinutes(10), BmpView.PRE_POLICY);

    assertThat(decode(decoder, vectors().get(1))).isEmpty();
    assertThat(decoder.skipped()).containsEntry(Skipped.OTHER_VIEW, 1L).hasSize(1);
  }
}
