package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now;

  private Progress progress(Progress.Style style) {
    return new Progress(style, out, () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesPlainLinesNowAndThenWithoutATerminal() {
    Progress progress = progress(Progress.Style.LINES);
    progress.begin("reading", 1000, "records");
    for (int i = 0; i < 12; i++) {
      pass(Duration.ofSeconds(1));
      progress.advance(50);
    }
    progress.end();
    progress.end();
    assertThat(shown().lines())
        .containsExactly(
            "reading: 25 % after 5 s", "reading: 50 % after 10 s", "reading: 600 records, 12 s");
    assertThat(shown()).doesNotContain("\u001b");
  }

  @Test
  void countsWhereTheWholeIsUnknown() {
    Progress progress = progress(Progress.Style.LINES);
    progress.begin("reading", 0, "records");
    pass(Duration.ofSeconds(6));
    progress.advance(1_234_567);
    assertThat(shown().lines()).containsExactly("reading: 1,234,567 records after 6 s");
  }

  @Test
  void redrawsTheBarAtMostTenTimesASecond() {
    Progress progress = progress(Progress.Style.BAR);
    progress.begin("reading", 10_000, "records");
    for (int i = 0; i < 10_000; i++) {
      pass(Duration.ofMillis(1));
      progress.advance(1);
    }
    int redraws = shown().split("\r", -1).length - 2;
    assertThat(redraws).isEqualTo(100);
    assertThat(shown()).endsWith("[##############################] 100 %, 10 s");
  }

  @Test
  void aLineInBetweenDoesNotTearTheBar() {
    Progress progress = progress(Progress.Style.BAR);
    progress.begin("reading", 10, "records");
    ByteArrayOutputStream events = new ByteArrayOutputStream();
    progress.print(new PrintStream(events, true, StandardCharsets.UTF_8), "an event");
    assertThat(events.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("an event\n");
    String bar = "\r\u001b[2Kreading [..............................] 0 %, 0 s";
    assertThat(shown()).isEqualTo(bar + "\r\u001b[2K" + bar);
  }

  @Test
  void neverShowsMoreThanAllOfIt() {
    Progress progress = progress(Progress.Style.BAR);
    progress.begin("reading", 10, "records");
    pass(Duration.ofSeconds(1));
    progress.advance(11);
    assertThat(shown()).endsWith("[##############################] 100 %, 1 s");
  }

  @Test
  void isSilentWhenToldSo() {
    Progress progress = progress(Progress.Style.SILENT);
    progress.begin("reading", 10, "records");
    pass(Duration.ofMinutes(1));
    progress.advance(5);
    progress.end();
    assertThat(shown()).isEmpty();
  }
}
