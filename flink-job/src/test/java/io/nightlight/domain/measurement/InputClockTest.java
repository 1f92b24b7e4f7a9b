package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.InputClock.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Where event time is skipped, and where it ends. Times are minutes, counted in microseconds. */
class InputClockTest {
  private static final long MINUTE = 60_000_000L;
  private static final long GAP = 15;

  private final InputClock clock = new InputClock(MINUTE, GAP * MINUTE);

  private void hear(InputClock by, long... minutes) {
    for (long minute : minutes) {
      by.hear(minute * MINUTE, minute * MINUTE - 1, minute * MINUTE - 1 - MINUTE);
    }
  }

  private static Pause pause(long lastHeard, long unknown, long resumed) {
    return new Pause(lastHeard * MINUTE - 1, unknown * MINUTE, resumed * MINUTE);
  }

  @Example
  void p47AGapIsToldWhenInputHasReturned() {
    hear(clock, 1, 2, 3, 500_000);
    assertThat(clock.pass(3 * MINUTE)).isEmpty();
    assertThat(clock.mayPass(3 * MINUTE)).isEqualTo(3 * MINUTE);
    assertThat(clock.pass(18 * MINUTE)).isEmpty();
    assertThat(clock.mayPass(18 * MINUTE)).isEqualTo(18 * MINUTE);
    assertThat(clock.pass(19 * MINUTE)).isEmpty();
    assertThat(clock.mayPass(19 * MINUTE)).as("held").isEqualTo(18 * MINUTE);
    assertThat(clock.pass(499_999 * MINUTE)).isEmpty();
    assertThat(clock.mayPass(499_999 * MINUTE)).isEqualTo(18 * MINUTE);
    assertThat(clock.pass(500_000 * MINUTE)).containsExactly(pause(3, 19, 500_000));
    assertThat(clock.mayPass(500_000 * MINUTE)).isEqualTo(500_000 * MINUTE);
  }

  @Example
  void inputInTheWindowAfterTheGapIsNoPause() {
    hear(clock, 1, 17);
    assertThat(clock.pass(17 * MINUTE)).isEmpty();
    hear(clock, 34);
    assertThat(clock.pass(34 * MINUTE)).containsExactly(pause(17, 33, 34));
  }

  @Example
  void inputThatOthersBringMeanwhileEndsTheGapSooner() {
    hear(clock, 1, 1_000);
    assertThat(clock.pass(100 * MINUTE)).isEmpty();
    hear(clock, 200);
    assertThat(clock.pass(1_000 * MINUTE))
        .containsExactly(pause(1, 17, 200), pause(200, 216, 1_000));
  }

  @Example
  void beforeTheFirstInputThereIsNoGap() {
    assertThat(clock.pass(1_000 * MINUTE)).isEmpty();
    assertThat(clock.mayPass(1_000 * MINUTE)).isEqualTo(1_000 * MINUTE);
    hear(clock, 2_000);
    assertThat(clock.pass(2_000 * MINUTE)).isEmpty();
  }

  @Example
  void inputOfWindowsThatTimeHasPassedIsNoNews() {
    hear(clock, 10);
    clock.pass(10 * MINUTE);
    hear(clock, 5, 10);
    assertThat(clock.state().heard()).isEmpty();
  }

  @Example
  void aGapIsRoundedUpToWholeWindows() {
    InputClock odd = new InputClock(7 * MINUTE, 15 * MINUTE);
    odd.hear(7 * MINUTE, 7 * MINUTE - 1, 6 * MINUTE - 1);
    odd.hear(70 * MINUTE, 70 * MINUTE - 1, 69 * MINUTE - 1);
    assertThat(odd.pass(70 * MINUTE)).containsExactly(pause(7, 35, 70));
  }

  @Example
  void theLastWindowIsTheLastThatEndsByTheLastObservationLessTheDisorder() {
    assertThat(clock.lastWindowEndMicros()).isEqualTo(Long.MIN_VALUE);
    clock.hear(11 * MINUTE, 10 * MINUTE + 1, 9 * MINUTE + 1);
    assertThat(clock.lastWindowEndMicros()).isEqualTo(9 * MINUTE);
    clock.hear(11 * MINUTE, 11 * MINUTE - 1, 10 * MINUTE - 1);
    assertThat(clock.lastWindowEndMicros()).isEqualTo(9 * MINUTE);
    clock.hear(12 * MINUTE, 11 * MINUTE, 10 * MINUTE);
    assertThat(clock.lastWindowEndMicros()).isEqualTo(10 * MINUTE);
  }

  @Example
  void ofSeveralFeedsTheOneThatIsCertainOfMoreSaysWhereTheEndIs() {
    clock.hear(11 * MINUTE, 11 * MINUTE - 1, 10 * MINUTE);
    clock.hear(12 * MINUTE, 11 * MINUTE + 1, 9 * MINUTE + 1);
    assertThat(clock.lastWindowEndMicros()).isEqualTo(10 * MINUTE);
  }

  @Example
  void p47AGapThatTheEndCutsOffIsSkippedToo() {
    hear(clock, 1, 2, 500_000);
    long last = clock.lastWindowEndMicros();
    assertThat(last).isEqualTo(499_998 * MINUTE);
    assertThat(clock.end(last)).containsExactly(pause(2, 18, 500_000));
  }

  @Example
  void anEndWithoutAGapIsNoPause() {
    hear(clock, 1, 2, 3);
    assertThat(clock.end(2 * MINUTE)).isEmpty();
    assertThat(new InputClock(MINUTE, MINUTE).end(Long.MIN_VALUE)).isEmpty();
  }

  @Property
  void windowsAreJudgedUnlessTheyLieInAPause(
      @ForAll @Size(max = 12) Set<@IntRange(min = 1, max = 300) Integer> heard,
      @ForAll @Size(max = 12) Set<@IntRange(min = 1, max = 300) Integer> marks,
      @ForAll @IntRange(min = 0, max = 12) int restoreAt) {
    TreeSet<Integer> times = new TreeSet<>(marks);
    times.add(400);
    InputClock first = new InputClock(MINUTE, GAP * MINUTE);
    hear(first, 400);
    heard.forEach(minute -> hear(first, minute));
    InputClock restored = first;
    List<Pause> pauses = new ArrayList<>();
    long toldUpTo = Long.MIN_VALUE;
    int i = 0;
    for (int time : times) {
      if (i++ == restoreAt) {
        restored = new InputClock(MINUTE, GAP * MINUTE, restored.state());
      }
      List<Pause> now = restored.pass(time * MINUTE);
      for (Pause pause : now) {
        assertThat(pause.unknownMicros()).as("told in time").isGreaterThan(toldUpTo);
      }
      pauses.addAll(now);
      toldUpTo = Math.max(toldUpTo, restored.mayPass(time * MINUTE));
    }
    assertThat(toldUpTo).isEqualTo(400 * MINUTE);
    assertThat(pauses).isEqualTo(plainPauses(heard));
  }

  private static List<Pause> plainPauses(Set<Integer> heard) {
    List<Integer> all = new ArrayList<>(new TreeSet<>(heard));
    all.add(400);
    List<Pause> pauses = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i) - all.get(i - 1) > GAP + 1) {
        pauses.add(pause(all.get(i - 1), all.get(i - 1) + GAP + 1, all.get(i)));
      }
    }
    return pauses;
  }
}
