package io.nightlight.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far long work is: a bar that redraws itself on a terminal, a plain line now and then
 * elsewhere. One task at a time; safe from several threads; cheap enough for every few thousand
 * records, not for each.
 */
public final class Progress {
  /** How it shows. */
  public enum Style {
    BAR,
    LINES,
    SILENT
  }

  private static final long BAR_INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LINE_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int BAR_WIDTH = 30;
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final Style style;
  private final PrintStream out;
  private final LongSupplier nanoTime;

  private String task = "";
  private String unit = "";
  private long total;
  private long done;
  private long startedAt;
  private long shownAt;
  private boolean running;
  private boolean barOnScreen;

  /**
   * Shows nothing before the first task begins.
   *
   * @param nanoTime the clock, as {@link System#nanoTime()}
   */
  public Progress(Style style, PrintStream out, LongSupplier nanoTime) {
    this.style = style;
    this.out = out;
    this.nanoTime = nanoTime;
  }

  /**
   * Progress on the standard error. Whether that is a terminal only the launcher can tell (property
   * {@code nightlight.terminal}); without it, plain lines.
   */
  public static Progress onStandardError() {
    boolean terminal = Boolean.getBoolean("nightlight.terminal");
    return new Progress(terminal ? Style.BAR : Style.LINES, System.err, System::nanoTime);
  }

  public static Progress silent() {
    return new Progress(Style.SILENT, System.err, System::nanoTime);
  }

  /**
   * Begins a task and ends the one before.
   *
   * @param total how much there is to do; 0 if that is unknown
   * @param unit what is counted, such as {@code records}
   */
  public synchronized void begin(String task, long total, String unit) {
    end();
    this.task = task;
    this.total = total;
    this.unit = unit;
    done = 0;
    startedAt = nanoTime.getAsLong();
    shownAt = startedAt;
    running = true;
    if (style == Style.BAR) {
      drawBar();
    }
  }

  /** Says that so much more of the task is done; shows it if the last showing is long ago. */
  public synchronized void advance(long amount) {
    done += amount;
    long now = nanoTime.getAsLong();
    long interval = style == Style.BAR ? BAR_INTERVAL_NANOS : LINE_INTERVAL_NANOS;
    if (!running || style == Style.SILENT || now - shownAt < interval) {
      return;
    }
    shownAt = now;
    if (style == Style.BAR) {
      drawBar();
    } else {
      out.println(task + ": " + howFar() + " after " + elapsed());
    }
  }

  /** Ends the task, if one runs, with one line that says how long it took. */
  public synchronized void end() {
    if (!running) {
      return;
    }
    running = false;
    if (style != Style.SILENT) {
      clearBar();
      String count = done == 0 ? "" : number(done) + " " + unit + ", ";
      out.println(task + ": " + count + elapsed());
    }
  }

  /** Prints a line of its own, to this or another stream, without tearing the bar. */
  public synchronized void print(PrintStream stream, String line) {
    clearBar();
    stream.println(line);
    stream.flush();
    if (running && style == Style.BAR) {
      drawBar();
    }
  }

  private void drawBar() {
    String bar = "";
    if (total > 0) {
      int filled = (int) (BAR_WIDTH * Math.min(done, total) / total);
      bar = "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] ";
    }
    out.print(CLEAR_LINE + task + " " + bar + howFar() + ", " + elapsed());
    out.flush();
    barOnScreen = true;
  }

  private void clearBar() {
    if (barOnScreen) {
      out.print(CLEAR_LINE);
      out.flush();
      barOnScreen = false;
    }
  }

  private String howFar() {
    return total > 0 ? 100 * Math.min(done, total) / total + " %" : number(done) + " " + unit;
  }

  private String elapsed() {
    return (nanoTime.getAsLong() - startedAt) / 1_000_000_000 + " s";
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
