package io.nightlight.integration.suite;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a comparison came to, line by line, for whoever has to find out why a floor was missed. */
final class Account {
  private static final Duration MUCH = Duration.ofMinutes(5);

  private Account() {}

  static String of(Comparison all) {
    List<String> lines = new ArrayList<>();
    for (String of : all.classes()) {
      lines.add("found of " + of + ": " + all.recall(of));
    }
    all.missed().forEach(row -> lines.add("missed " + row));
    all.falseAlarms().forEach(alarm -> lines.add("false " + alarm));
    all.pairs().stream().filter(Account::isFarOff).forEach(pair -> lines.add("far off " + pair));
    lines.add(
        "start errors, median and p95: "
            + all.startErrors().sizes().median()
            + ", "
            + all.startErrors().sizes().p95());
    lines.add(
        "recovery errors: "
            + all.recoveryErrors().sizes().median()
            + ", "
            + all.recoveryErrors().sizes().p95());
    lines.add("delays: " + all.delays().median() + ", " + all.delays().p95());
    return String.join("\n", lines);
  }

  private static boolean isFarOff(Pair pair) {
    return pair.startError().abs().compareTo(MUCH) > 0
        || pair.recoveryError().map(error -> error.abs().compareTo(MUCH) > 0).orElse(true);
  }
}
