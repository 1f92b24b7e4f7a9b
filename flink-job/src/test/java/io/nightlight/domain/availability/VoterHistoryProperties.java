package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is kept while windows come and go, against looking at all of them each time. */
class VoterHistoryProperties {
  private static final long MINUTE = 60_000_000L;

  private record Window(long end, int voters) {}

  @Property(tries = 300)
  void theMostAreThoseOfTheLookBack(
      @ForAll Random random,
      @ForAll @IntRange(max = 60) int lookBack,
      @ForAll @IntRange(min = 1, max = 200) int windows) {
    VoterHistory history = new VoterHistory(Duration.ofMinutes(lookBack));
    assertThat(history.sight(0, 0)).isEqualTo(Sight.STEADY);
    List<Window> plain = new ArrayList<>();
    long end = 0;
    for (int i = 0; i < windows; i++) {
      end += MINUTE * (random.nextInt(10) == 0 ? random.nextInt(lookBack + 2) : 1);
      long from = end - lookBack * MINUTE;
      plain.removeIf(window -> window.end() < from);
      plain.add(new Window(end, random.nextInt(20)));
      history.add(end, plain.get(plain.size() - 1).voters());
      if (random.nextInt(30) == 0) {
        history.clear();
        plain.clear();
      } else if (random.nextInt(10) == 0) {
        history = VoterHistory.restore(history.snapshot(), Duration.ofMinutes(lookBack));
      }
      check(history, plain);
    }
  }

  private static void check(VoterHistory history, List<Window> plain) {
    VoterHistory.Snapshot snapshot = history.snapshot();
    assertThat(snapshot.ends()).isEqualTo(plain.stream().mapToLong(Window::end).toArray());
    assertThat(snapshot.voters()).isEqualTo(plain.stream().mapToInt(Window::voters).toArray());
    int now = plain.isEmpty() ? 0 : plain.get(plain.size() - 1).voters();
    int lost = plain.stream().mapToInt(Window::voters).max().orElse(0) - now;
    assertThat(history.sight(lost, 1)).isEqualTo(Sight.STEADY);
    assertThat(history.sight(lost - 1, 1)).isEqualTo(Sight.REDUCED);
  }
}
