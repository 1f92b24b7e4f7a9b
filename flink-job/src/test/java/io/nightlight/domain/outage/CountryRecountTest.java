package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.Recount;
import io.nightlight.domain.availability.Recount.Blocks;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A country whose blocks are counted by another country map (pitfall P53). */
class CountryRecountTest {

  private static void recount(Timeline country, Signal signal, Blocks before, Blocks after) {
    country
        .judge()
        .recount(
            country.now().plus(Duration.ofMinutes(1)), List.of(new Recount(signal, before, after)));
    country.with(signal, after.total());
  }

  private static Blocks blocks(long visible, long lost) {
    return new Blocks(visible, 0, lost);
  }

  private static AvailabilityScore last(Timeline country) {
    return country.scores.get(country.scores.size() - 1);
  }

  @Test
  void p53ACountryThatIsWellStaysWell() {
    Timeline country = Timeline.of(100).all("1x120");
    recount(country, Signal.IPV4_ROUTES, blocks(100, 0), blocks(70, 0));
    country.all("1x1");
    assertThat(last(country).signals().get(0).baseline()).isEqualTo(70.0);
    country.restarted().all("1x120");
    assertThat(country.events).isEmpty();
    assertThat(last(country).score()).isEqualTo(1.0);
  }

  @Test
  void p53ALossAfterItIsMeasuredAgainstTheNewUsual() {
    Timeline country = Timeline.of(100).all("1x120");
    recount(country, Signal.IPV4_ROUTES, blocks(100, 0), blocks(200, 0));
    country.all("1x10 0.5x10");
    assertThat(country.events).extracting(OutageEvent::kind).containsExactly(EventKind.STARTED);
    assertThat(country.events.get(0).lowestScore()).isEqualTo(0.5);
  }

  @Test
  void p53AnOpenOutageStaysTheSameAtTheSameRatio() {
    Timeline country = Timeline.of(100).all("1x120 0.1x30");
    recount(country, Signal.IPV4_ROUTES, blocks(10, 90), blocks(7, 63));
    country.all("0.1x30");
    assertThat(last(country).score()).isEqualTo(0.1);
    country.restarted().all("1x30");
    assertThat(country.events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
    assertThat(country.events.get(1).eventId()).isEqualTo(country.events.get(0).eventId());
    assertThat(country.events.get(1).recoveredTo()).isEqualTo(1.0);
  }

  /** By what is visible it would be divided by nothing. */
  @Test
  void p53ATotalOutageStaysTotal() {
    Timeline country = Timeline.of(100).all("1x120 0x30");
    recount(country, Signal.IPV4_ROUTES, blocks(0, 100), blocks(0, 130));
    country.all("0x30");
    assertThat(last(country).signals().get(0).baseline()).isEqualTo(130.0);
    assertThat(last(country).score()).isZero();
    assertThat(country.events).hasSize(1);
  }

  @Test
  void p53ADropThatIsNotYetAnOutageBecomesOne() {
    Timeline country = Timeline.of(100).all("1x120 0.7x3");
    recount(country, Signal.IPV4_ROUTES, blocks(70, 30), blocks(49, 21));
    country.all("0.7x10");
    assertThat(country.events).hasSize(1);
    assertThat(country.events.get(0).startedAt())
        .isEqualTo(Timeline.T0.plus(Duration.ofMinutes(120)));
  }

  @Test
  void theNoiseStays() {
    Timeline country = Timeline.of(100).all("1x120 0.95x5 1x60");
    List<Short> before = noise(country);
    recount(country, Signal.IPV4_ROUTES, blocks(100, 0), blocks(70, 0));
    assertThat(noise(country)).isEqualTo(before);
  }

  private static List<Short> noise(Timeline country) {
    short[] slots = country.judge().snapshot().histories().get(0).noise().slots();
    return LongStream.range(0, slots.length).mapToObj(i -> slots[(int) i]).toList();
  }

  /** Nothing was ever there, so nothing is usual of what is there now. */
  @Test
  void p53ACountryThatOnlyHadLostBlocksWarmsUp() {
    Timeline country = Timeline.of(100).all("0x120");
    recount(country, Signal.IPV4_ROUTES, blocks(0, 10), blocks(30, 0));
    country.all("1x1");
    assertThat(last(country).status()).isEqualTo(ScoreStatus.WARMING);
    country.all("1x120");
    assertThat(last(country).status()).isEqualTo(ScoreStatus.AVAILABLE);
    assertThat(country.events).isEmpty();
  }

  @Test
  void p53ASignalThatWasNeverMetWarmsUp() {
    Timeline country = Timeline.of(100).all("1x120");
    recount(country, Signal.IPV6_ROUTES, blocks(10, 0), blocks(30, 0));
    country.all("1x1");
    assertThat(last(country).signals().get(1).status()).isEqualTo(ScoreStatus.WARMING);
    assertThat(country.events).isEmpty();
  }

  /** The routes of IPv4 are out; those of IPv6 are well, and stay so. */
  @Test
  void p53EachSignalIsMovedByItsOwnBlocks() {
    Timeline country =
        Timeline.of(100)
            .with(Signal.IPV6_ROUTES, 60)
            .all("1x120")
            .run(Map.of(Signal.IPV4_ROUTES, "0.2x30", Signal.IPV6_ROUTES, "1x30"));
    recount(country, Signal.IPV4_ROUTES, blocks(20, 80), blocks(10, 40));
    recount(country, Signal.IPV6_ROUTES, blocks(60, 0), blocks(90, 0));
    country.run(Map.of(Signal.IPV4_ROUTES, "0.2x5", Signal.IPV6_ROUTES, "1x5"));
    assertThat(last(country).signals())
        .extracting(signal -> signal.ratio())
        .containsExactly(0.2, 1.0);
    assertThat(country.events).hasSize(1);
  }
}
