package io.nightlight.benchmark;

import static io.nightlight.benchmark.Course.say;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The bare job, the whole job and the plain loop over the same topic, each on the same core, in
 * rounds; who begins changes from round to round.
 */
final class Race {
  private static final String TOPIC = "race";
  private static final List<String> RACERS = List.of("pass", "full", "loop");

  /** Until the compiler, which shares the core, is done, one in so many updates isn't measured. */
  private static final int WARM_UP_OF_UPDATES = 2;

  private static final double LEAST_OF_PASS = 0.45;
  static final double FOREIGN = 0.05;
  private static final Pattern ONE_OUTAGE =
      Pattern.compile("(..)-started,(?:\\1-updated,)*\\1-recovered");

  private final Course course;
  private final Sizes sizes;
  private final Map<String, Series> rates = new LinkedHashMap<>();
  private final Map<String, Series> ratesByCpu = new LinkedHashMap<>();
  private final Set<String> digests = new TreeSet<>();
  private final Set<String> events = new TreeSet<>();
  private double mostForeign;

  Race(Course course, Sizes sizes) {
    this.course = course;
    this.sizes = sizes;
    for (String racer : RACERS) {
      rates.put(racer, new Series());
      ratesByCpu.put(racer, new Series());
    }
  }

  void run(int rounds) throws Exception {
    TopicWriter.Written written = course.write(sizes, TOPIC);
    long updates = written.messages() - written.tables();
    long warmUp = written.tables() + updates / WARM_UP_OF_UPDATES;
    course.divideCores();
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < RACERS.size(); turn++) {
        String racer = RACERS.get((round + turn) % RACERS.size());
        note(round, racer, course.runApart(racer, TOPIC, warmUp));
      }
    }
    report();
  }

  private void note(int round, String racer, Outcome outcome) {
    Series rate = rates.get(racer);
    Series rateByCpu = ratesByCpu.get(racer);
    rate.add(outcome.number("messages") / outcome.number("seconds"));
    rateByCpu.add(outcome.number("messages") / outcome.number("phaseCpuSeconds"));
    mostForeign = Math.max(mostForeign, outcome.foreignShare());
    say(
        "round %d %-5s %,10.0f messages in %6.1f s, %6.1f s of CPU; others had %2.0f %% of the cores%s",
        round + 1,
        racer,
        outcome.number("messages"),
        outcome.number("seconds"),
        outcome.number("phaseCpuSeconds"),
        100 * outcome.foreignShare(),
        racer.equals("full") ? "; late " + outcome.text("late") : "");
    if (!racer.equals("pass")) {
      digests.add(outcome.text("digest"));
      events.add(outcome.text("events"));
    }
  }

  private void report() {
    say("");
    say(
        "%-8s %11s %11s %11s %7s %15s",
        "", "messages/s", "least", "most", "spread", "a CPU second");
    boolean noisy = false;
    for (String racer : RACERS) {
      Series rate = rates.get(racer);
      noisy |= rate.spread() > Series.NOISY;
      say(
          "%-8s %,11.0f %,11.0f %,11.0f %5.0f %% %,15.0f",
          racer,
          rate.median(),
          rate.least(),
          rate.most(),
          100 * rate.spread(),
          ratesByCpu.get(racer).median());
    }
    say("full/pass %.3f (by CPU time %.3f)", ratio(rates, "pass"), ratio(ratesByCpu, "pass"));
    say("full/loop %.3f (by CPU time %.3f)", ratio(rates, "loop"), ratio(ratesByCpu, "loop"));
    double ofPass = ratio(rates, "pass");
    course.verdict(
        ofPass >= LEAST_OF_PASS, "full/pass %.3f, at least %.2f".formatted(ofPass, LEAST_OF_PASS));
    course.verdict(digests.size() == 1, "digests of job and loop are equal: " + digests);
    course.verdict(
        events.stream().allMatch(line -> ONE_OUTAGE.matcher(line).matches()),
        "one outage from start to recovery: " + events);
    if (noisy || mostForeign > FOREIGN) {
      course.doubt(
          "rates differ by over 15 %% or others had over 5 %% of the cores (%.0f %%)"
              .formatted(100 * mostForeign));
    }
  }

  private static double ratio(Map<String, Series> rates, String to) {
    return rates.get("full").median() / rates.get(to).median();
  }
}
