package io.nightlight.backtest.suite;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.text.ComparisonTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of the suite, for people in a terminal. */
public final class SuiteTable {

  private SuiteTable() {}

  /** The lines about one part. */
  public static List<String> of(PartResult result) {
    List<String> lines = new ArrayList<>();
    Comparison nightlight = result.nightlight();
    lines.add(
        String.format(
            Locale.ROOT,
            "== %s: %.1f country-months, %d labelled outages",
            result.part().text(),
            nightlight.exposure().countryMonths(),
            nightlight.pairs().size() + nightlight.missed().size()));
    if (nightlight.recall().of() > 0) {
      Map<String, Comparison> controls = new LinkedHashMap<>();
      controls.put("never speaks", result.silent());
      controls.put("always fires", result.alwaysFiring());
      lines.addAll(ComparisonTable.detectors("Nightlight", nightlight, controls));
      lines.add("");
    }
    lines.addAll(ComparisonTable.falseAlarms(nightlight));
    lines.add(
        "Set aside    %9d   real losses that ordinary life added up to, %d more that lack little"
            .formatted(result.unlabelled(), result.borderline()));
    if (!nightlight.pairs().isEmpty()) {
      lines.add("");
      lines.addAll(ComparisonTable.times(nightlight));
      lines.add("Of those that routes show:");
      lines.addAll(ComparisonTable.times(seenByRoutes(nightlight)));
    }
    return lines;
  }

  /** Routes tell times to the minute, probes to a round. */
  public static Comparison seenByRoutes(Comparison comparison) {
    return new Comparison(
        comparison.pairs().stream()
            .filter(pair -> pair.row().classes().contains(SuiteLabel.ROUTES))
            .toList(),
        comparison.missed().stream()
            .filter(row -> row.classes().contains(SuiteLabel.ROUTES))
            .toList(),
        List.of(),
        List.of(),
        comparison.exposure());
  }
}
