package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.BgpMessageDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table does when a row of a dump says that the dump was begun long after it. */
class DumpDatedAheadTest {
  private static final String P = "175.45.176.0/24";
  private static final Session PEER = Scene.session(1, 64_501);

  private final BgpMessageDecoder decoder = new BgpMessageDecoder(Duration.ofMinutes(10));
  private final Scene scene = new Scene().votes(PEER);

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "P1D", "P30000D"})
  void p10ADumpThatClaimsToBeOfTheFutureHidesNoneThatFollows(Duration ahead) {
    arrives(scene.end.minusSeconds(60), scene.end.plus(ahead));
    scene.settle();
    Instant honest = scene.end.minusSeconds(60);
    arrives(honest, honest);
    scene.dumpShowsRows(PEER, honest).dumpEnds(PEER, honest);

    assertThat(scene.settle()).isEqualTo(Map.of(P, Visibility.VISIBLE));
    assertThat(scene.late()).isZero();
  }

  private void arrives(Instant at, Instant dump) {
    BgpMessage message =
        BgpMessage.newBuilder()
            .setKind(BgpMessageKind.RIB_ROW)
            .setCollector("rrc06")
            .setPeerAddress("192.0.2.1")
            .setPeerAsn(PEER.peerAsn())
            .setObservedAt(at)
            .setAnnouncedIpv4(ByteBuffer.wrap(new byte[] {24, (byte) 175, 45, (byte) 176}))
            .setRibStartedAt(dump)
            .build();
    byte[] bytes = SingleObjectEncoder.of(BgpMessage.class).encode(message);
    Arrival arrival = decoder.decode(bytes, "bgp.updates", 0, 0, at.toEpochMilli());
    BgpObservation row = arrival.observation();
    if (row != null) {
      scene.row(
          PEER,
          Micros.toInstant(row.ribStartedAtMicros()),
          Micros.toInstant(row.observedAtMicros()),
          P);
    }
  }
}
