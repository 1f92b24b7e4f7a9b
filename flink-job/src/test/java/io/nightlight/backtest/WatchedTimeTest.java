package io.nightlight.backtest;

import static io.nightlight.backtest.World.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WatchedTimeTest {
  /** Against a set of minutes. */
  @Property(tries = 500)
  void timeWatchedTwiceCountsOnce(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 60) Integer> starts,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll @IntRange(min = 0, max = 60) int from,
      @ForAll @IntRange(min = 1, max = 9) int asked) {
    WatchedTime watched = new WatchedTime();
    BitSet minutes = new BitSet();
    for (int start : starts) {
      watched.add("SY", at(start), at(start + length));
      minutes.set(start, start + length);
    }
    assertThat(watched.exposure().watched()).isEqualTo(Duration.ofMinutes(minutes.cardinality()));
    assertThat(watched.repeated().watched())
        .isEqualTo(Duration.ofMinutes((long) starts.size() * length - minutes.cardinality()));
    assertThat(watched.sees("SY", at(from), at(from + asked)))
        .isEqualTo(!minutes.get(from, from + asked).isEmpty());
    assertThat(watched.sees("IQ", at(from), at(from + asked))).isFalse();
  }

  @Test
  void minutesInARowAreOneSpan() {
    WatchedTime watched = new WatchedTime();
    for (int minute = 0; minute < World.DAY; minute++) {
      watched.add("SY", at(minute), at(minute + 1));
    }
    assertThat(watched.spansOf("SY")).hasSize(1);
    assertThat(watched.exposure().watched()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void twoAddUpToWhatEitherSaw() {
    WatchedTime one = new WatchedTime();
    one.add("SY", at(0), at(10));
    WatchedTime other = new WatchedTime();
    other.add("SY", at(5), at(15));
    other.add("IQ", at(0), at(10));
    one.addAll(other);
    assertThat(one.exposure().watched()).isEqualTo(Duration.ofMinutes(25));
    assertThat(one.repeated().watched()).isEqualTo(Duration.ofMinutes(5));
    assertThat(one.countries()).containsExactly("IQ", "SY");
  }

  @Test
  void aWindowHasALength() {
    WatchedTime watched = new WatchedTime();
    assertThatIllegalArgumentException().isThrownBy(() -> watched.add("SY", at(1), at(1)));
  }

  @Test
  void aMonthIsATwelfthOfAYear() {
    assertThat(Exposure.ofWindows(12 * 43_830, Duration.ofMinutes(1)).countryMonths())
        .isEqualTo(12);
    assertThat(new Exposure(Duration.ofDays(30)).countryMonths()).isCloseTo(0.98563, within(1e-5));
    assertThatIllegalArgumentException().isThrownBy(() -> new Exposure(Duration.ofNanos(-1)));
  }
}
