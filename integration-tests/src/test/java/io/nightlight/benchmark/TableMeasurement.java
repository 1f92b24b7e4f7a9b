package io.nightlight.benchmark;

import static io.nightlight.benchmark.Course.say;

import java.time.Duration;
import java.util.List;

/** A full table of all sessions: how long it takes to load, and what it weighs. */
final class TableMeasurement {
  private static final double MOST_SECONDS = 60;
  private static final double MOST_HEAP_BYTES = 1.2;
  private static final double MOST_CHECKPOINT_BYTES = 40;
  private static final long WINDOW_MICROS = 60_000_000;
  private static final long DISORDER_MICROS = 60_000_000;

  private final Course course;
  private final Sizes sizes;

  TableMeasurement(Course course, Sizes sizes) {
    this.course = course;
    this.sizes = sizes;
  }

  /** Into the live job on two cores, from the first record to the last window's last score. */
  void load() throws Exception {
    TopicWriter.Written written = course.write(sizes, "table");
    course.shareCores();
    long last = Math.floorDiv(written.latestMicros() - DISORDER_MICROS, WINDOW_MICROS);
    long lastWindowEndMillis = Duration.ofMinutes(last).toMillis();
    Outcome outcome = course.runOnBoth("table", "table", lastWindowEndMillis);
    double seconds = outcome.number("seconds");
    double checkpoint = outcome.number("savepointBytes") / sizes.prefixes();
    say(
        "table: %,d routes in %,.0f messages, %.1f s (%,.0f routes/s), the last record read after"
            + " %.1f s; others had %.0f %% of the cores",
        written.routes(),
        outcome.number("messages"),
        seconds,
        written.routes() / seconds,
        outcome.number("reading"),
        100 * outcome.foreignShare());
    say(
        "savepoint: %,.0f bytes in %.2f s",
        outcome.number("savepointBytes"), outcome.number("savepointSeconds"));
    course.verdict(
        seconds <= MOST_SECONDS, "table in %.1f s, at most %.0f".formatted(seconds, MOST_SECONDS));
    String events = outcome.text("events");
    course.verdict(events.equals("none"), "events while it loads: " + events);
    course.verdict(outcome.number("late") == 0, "late: " + outcome.text("late"));
    course.verdict(
        checkpoint <= MOST_CHECKPOINT_BYTES,
        "checkpoint %.1f bytes a prefix, at most %.0f"
            .formatted(checkpoint, MOST_CHECKPOINT_BYTES));
  }

  /** In the domain's tables alone. */
  void weigh(List<String> arguments) throws Exception {
    course.shareCores();
    Outcome outcome = course.runAlone("heap", arguments);
    double routes = outcome.number("routes");
    double heap = outcome.number("heapBytes");
    double histogram = outcome.number("histogramBytes");
    say(
        "heap: %,.0f routes of %,.0f prefixes take %,.0f bytes, by class histogram %,.0f (%s)",
        routes, outcome.number("prefixes"), heap, histogram, outcome.text("largest"));
    course.verdict(
        heap <= MOST_HEAP_BYTES * routes,
        "heap %.3f bytes a route (%.3f by histogram), at most %.1f; %.1f a prefix"
            .formatted(
                heap / routes,
                histogram / routes,
                MOST_HEAP_BYTES,
                heap / outcome.number("prefixes")));
  }
}
