package io.nightlight.domain.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingWindowsTest {
  private final WaitingWindows<List<String>> windows = new WaitingWindows<>(10);

  private void say(long at, String what) {
    long end = windows.endOf(at);
    if (windows.in(end) == null) {
      windows.put(end, new ArrayList<>());
    }
    assertThat(windows.in(end)).isNotNull().isSameAs(windows.in(end)).doesNotContain(what);
    windows.in(end).add(what);
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "9, 10", "10, 20", "-1, 0", "-10, 0", "-11, -10"})
  void aWindowBeginsAtItsStartAndEndsBeforeItsEnd(long time, long end) {
    assertThat(windows.endOf(time)).isEqualTo(end);
    say(time, "makes it the one that is filled");
    assertThat(windows.endOf(time)).isEqualTo(end);
    assertThat(windows.endOf(end - 10)).isEqualTo(end);
    assertThat(windows.endOf(end)).isEqualTo(end + 10);
    assertThat(windows.endOf(end - 11)).isEqualTo(end - 10);
  }

  @Test
  void whatComesInAnyOrderIsTakenWindowByWindow() {
    say(25, "c");
    say(3, "a");
    say(14, "b");
    say(21, "d");
    assertThat(windows.ends()).containsExactly(10, 20, 30);
    assertThat(windows.contents()).containsExactly(List.of("a"), List.of("b"), List.of("c", "d"));
    assertThat(windows.takeEndedBy(9)).isNull();
    assertThat(windows.takeEndedBy(20)).isEqualTo(Map.entry(10L, List.of("a")));
    assertThat(windows.takeEndedBy(20)).isEqualTo(Map.entry(20L, List.of("b")));
    assertThat(windows.takeEndedBy(20)).isNull();
  }

  @Test
  void aWindowThatWasTakenBeginsAnew() {
    say(3, "a");
    windows.takeEndedBy(10);
    say(4, "b");
    assertThat(windows.contents()).containsExactly(List.of("b"));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    say(3, "a");
    WaitingWindows<List<String>> copy = windows.copy(ArrayList::new);
    copy.in(10).add("b");
    copy.put(20, List.of("c"));
    assertThat(windows.contents()).containsExactly(List.of("a"));
    assertThat(copy.contents()).containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(copy.windowMicros()).isEqualTo(10);
  }
}
