package io.nightlight.backtest.text;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.Exposure;
import io.nightlight.backtest.truth.RefusedRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A backtest for people in a terminal. */
public final class BacktestText {
  private static final int MOST_REFUSED = 10;

  private BacktestText() {}

  public static List<String> of(BacktestResult result) {
    Comparison nightlight = result.nightlight();
    List<String> lines = new ArrayList<>();
    addInput(result, lines);
    Map<String, Comparison> controls = new LinkedHashMap<>();
    controls.put("never speaks", result.silent());
    controls.put("always fires", result.alwaysFiring());
    addBlock(ComparisonTable.detectors("Nightlight", nightlight, controls), lines);
    addBlock(ComparisonTable.falseAlarms(nightlight), lines);
    addBlock(ComparisonTable.times(nightlight), lines);
    addBlock(ComparisonTable.legend(), lines);
    return lines;
  }

  private static void addBlock(List<String> block, List<String> lines) {
    lines.add("");
    lines.addAll(block);
  }

  private static void addInput(BacktestResult result, List<String> lines) {
    Comparison nightlight = result.nightlight();
    lines.add(
        "Truth    %s to be found, %s at times that were not watched, %s refused"
            .formatted(
                count(nightlight.recall().of(), "labelled outage"),
                Figure.number(nightlight.notWatched().size()),
                count(result.refused().size(), "row")));
    lines.add(
        "Replays  %s, %s in %s"
            .formatted(
                count(result.folders(), "folder"),
                months(nightlight.exposure()),
                result.countries() == 1 ? "1 country" : result.countries() + " countries"));
    for (RefusedRow row : result.refused().stream().limit(MOST_REFUSED).toList()) {
      lines.add("Refused: " + row);
    }
    if (result.refused().size() > MOST_REFUSED) {
      lines.add("... and " + Figure.number(result.refused().size() - MOST_REFUSED) + " rows more");
    }
    if (!result.repeated().equals(Exposure.NONE)) {
      lines.add(
          "Note: %s lie in the replays more than once, and count once"
              .formatted(months(result.repeated())));
    }
    result.cautions().forEach(caution -> lines.add("Note: " + caution));
  }

  private static String months(Exposure exposure) {
    return Figure.number(exposure.countryMonths()) + " country-months";
  }

  private static String count(long count, String noun) {
    return Figure.number(count) + " " + noun + (count == 1 ? "" : "s");
  }
}
