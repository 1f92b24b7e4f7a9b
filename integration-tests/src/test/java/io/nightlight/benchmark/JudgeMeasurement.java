package io.nightlight.benchmark;

import static io.nightlight.benchmark.Course.say;

import java.util.List;

/** The judge's tick: what it takes to judge all countries at the end of a window. */
final class JudgeMeasurement {
  private static final double MOST_MILLIS = 0.5;

  /** At so many times the speed of life a window comes every 60 ms. */
  private static final double SPEED = 1_000;

  private static final double MOST_SHARE = 0.01;

  /** Of the outages that were put in so many must have been told, and no more than that. */
  private static final double FEWEST_TOLD = 0.8;

  private static final double MOST_TOLD = 1.2;
  private static final int FEWEST_OUTAGES = 20;

  private final Course course;

  JudgeMeasurement(Course course) {
    this.course = course;
  }

  void measure(List<String> arguments) throws Exception {
    course.divideCores();
    Outcome outcome = course.runAloneApart("judge", arguments);
    say(
        "judge: %d countries, %,.0f prefixes, %,.0f windows with %,.0f changes each",
        JudgedWorld.COUNTRIES,
        outcome.number("prefixes"),
        outcome.number("windows"),
        outcome.number("changes"));
    say(
        "judge: countries in a window: %.1f as usual, %.1f out, %.1f degraded, %.1f warming,"
            + " %.1f unknown; signals that warm up: %.1f",
        outcome.number("AVAILABLE"),
        outcome.number("OUT"),
        outcome.number("DEGRADED"),
        outcome.number("WARMING"),
        outcome.number("UNKNOWN"),
        outcome.number("warmingSignals"));
    say("judge: ms of a core a window, all countries together");
    say("  %-19s %8s %8s %8s %8s", "", "mean", "median", "p99", "most");
    row(outcome, "reading and judging", "");
    row(outcome, "  reading", "reading");
    row(outcome, "  judging", "judging");
    row(outcome, "  by the clock", "byTheClock");
    row(outcome, "  with cold caches", "cold");
    row(outcome, "  largest all lost", "dark");
    row(outcome, "taking in changes", "taking");
    say(
        "judge: a country's judge takes %,.0f bytes of heap, with its blocks %,.0f on average",
        outcome.number("judgeBytes"), outcome.number("countryBytes"));
    verdicts(outcome);
  }

  private static void row(Outcome outcome, String name, String what) {
    say(
        "  %-19s %8.3f %8.3f %8.3f %8.3f",
        name,
        outcome.number(what + "Mean"),
        outcome.number(what + "Median"),
        outcome.number(what + "P99"),
        outcome.number(what + "Most"));
  }

  private void verdicts(Outcome outcome) {
    double mean = outcome.number("Mean");
    double share = mean * SPEED / 60_000;
    course.verdict(
        mean <= MOST_MILLIS,
        "all countries judged in %.3f ms a window, p99 %.3f; at most %.1f"
            .formatted(mean, outcome.number("P99"), MOST_MILLIS));
    course.verdict(
        share <= MOST_SHARE,
        "%.2f %% of a core at %,.0f times the speed of life, at most %.0f %%"
            .formatted(100 * share, SPEED, 100 * MOST_SHARE));
    double outages = outcome.number("outages");
    double told = outcome.number("STARTED");
    boolean isLife =
        outages >= FEWEST_OUTAGES
            && told >= FEWEST_TOLD * outages
            && told <= MOST_TOLD * outages
            && outcome.number("RECOVERED") > 0
            && outcome.number("OUT") > 1
            && outcome.number("warmingSignals") > 1;
    course.verdict(
        isLife,
        "of %.0f outages put in %.0f begin, %.0f end; %.1f countries out, %.1f signals warming"
            .formatted(
                outages,
                told,
                outcome.number("RECOVERED"),
                outcome.number("OUT"),
                outcome.number("warmingSignals")));
    if (outcome.foreignShare() > Race.FOREIGN) {
      course.doubt("others had %.0f %% of the cores".formatted(100 * outcome.foreignShare()));
    }
  }
}
