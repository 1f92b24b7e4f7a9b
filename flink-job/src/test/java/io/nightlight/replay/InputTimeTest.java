package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTimeTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:00:00Z");

  private final InputTime time = new InputTime(Duration.ofSeconds(60), Duration.ofSeconds(120));

  private static Instant second(long seconds) {
    return T0.plusSeconds(seconds);
  }

  /** A replay of the files settles what lies before max(BGP - 60 s, probes - 120 s). */
  @ParameterizedTest
  @CsvSource({
    // last BGP, last probe, settled
    "600, 600, 540",
    "600, 650, 540",
    "600, 660, 540",
    "600, 661, 541",
    "600, 6000, 5880",
    "6000, 600, 5940",
  })
  void theLastHeartbeatsSettleAsMuchAsAReplayOfTheFilesDoes(long bgp, long probe, long settled) {
    time.bgp(second(bgp));
    time.probe(second(probe));

    assertThat(time.lastBgpHeartbeat().minusSeconds(60)).isEqualTo(second(settled));
    assertThat(time.lastProbeHeartbeat().minusSeconds(120)).isEqualTo(second(settled));
    assertThat(time.latest()).isEqualTo(second(Math.max(bgp, probe)));
  }

  @Test
  void withOneKindOnlyItsLastMessageIsTheLastHeartbeat() {
    time.bgp(second(600));
    assertThat(time.lastBgpHeartbeat()).isEqualTo(second(600));
    assertThat(time.probeHeartbeat()).isEqualTo(second(600));
  }

  @Test
  void heartbeatsOnTheWayBearTimesOfMessagesAndSettleNoMoreThanIsSettled() {
    time.bgp(second(0));
    for (long at = 7; at <= 3600; at += 7) {
      time.probe(second(at));
      long said = Duration.between(T0, time.bgpHeartbeat()).toSeconds();
      assertThat(said).isBetween(Math.max(0, at - 134), Math.max(0, at - 60));
      assertThat(said % 7).as("the time of a message").isZero();
      assertThat(time.probeHeartbeat()).isEqualTo(second(at));
    }
  }

  /** After a pause nobody may say that there was input in it. */
  @Test
  void p47APauseStaysAPause() {
    time.bgp(second(0));
    time.probe(second(0));
    time.probe(second(1_000_000));
    assertThat(time.bgpHeartbeat()).isEqualTo(second(0));
    time.probe(second(1_000_060));
    assertThat(time.bgpHeartbeat()).isEqualTo(second(1_000_000));
  }

  @Test
  void messagesOutOfOrderTakeNothingBack() {
    time.bgp(second(100));
    time.bgp(second(40));
    time.probe(second(90));
    assertThat(time.latest()).isEqualTo(second(100));
    assertThat(time.bgpHeartbeat()).isEqualTo(second(100));
    assertThat(time.probeHeartbeat()).isEqualTo(second(100));
  }

  @Test
  void ofNothingThereIsNothingToSay() {
    assertThat(time.latest()).isEqualTo(Instant.MIN);
    assertThat(time.bgpHeartbeat()).isEqualTo(Instant.MIN);
    assertThatThrownBy(time::lastBgpHeartbeat).isInstanceOf(IllegalStateException.class);
  }
}
