package io.nightlight.backtest.text;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.FalseAlarm;
import io.nightlight.backtest.FalseAlarm.Kind;
import io.nightlight.backtest.LabelledOutage;
import io.nightlight.backtest.Pair;
import io.nightlight.backtest.TruthRow;
import io.nightlight.backtest.statistics.Distribution;
import io.nightlight.backtest.statistics.Interval;
import io.nightlight.backtest.statistics.Proportion;
import io.nightlight.backtest.truth.RefusedRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A backtest as a tree of maps, lists, texts, numbers and nulls, to be written as JSON: shares and
 * rates rounded to 1e-6, durations in seconds, times in ISO 8601; null where there is no figure.
 */
public final class BacktestTree {
  private static final int DECIMALS = 6;

  private BacktestTree() {}

  /** The figures. */
  public static Map<String, @Nullable Object> of(BacktestResult result) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("folders", result.folders());
    tree.put("countries", result.countries());
    tree.put("countryMonths", number(result.nightlight().exposure().countryMonths()));
    tree.put("repeatedCountryMonths", number(result.repeated().countryMonths()));
    tree.put("notes", result.cautions());
    List<Map<String, Object>> refused = new ArrayList<>();
    for (RefusedRow row : result.refused()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("line", row.line());
      one.put("reason", row.reason());
      refused.add(one);
    }
    tree.put("refusedRows", refused);
    tree.put("nightlight", of(result.nightlight()));
    tree.put("neverSpeaks", of(result.silent()));
    tree.put("alwaysFires", of(result.alwaysFiring()));
    return tree;
  }

  /** The figures of one detector. */
  public static Map<String, @Nullable Object> of(Comparison comparison) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("notWatched", comparison.notWatched().size());
    tree.put("recall", of(comparison.recall()));
    Map<String, Object> byClass = new LinkedHashMap<>();
    comparison.classes().forEach(name -> byClass.put(name, of(comparison.recall(name))));
    tree.put("recallByClass", byClass);
    tree.put("precision", of(comparison.precision()));
    Map<String, @Nullable Object> alarms = new LinkedHashMap<>();
    alarms.put("count", comparison.falseAlarms().size());
    for (Kind kind : Kind.values()) {
      alarms.put(kind.name().toLowerCase(Locale.ROOT), comparison.falseAlarms(kind));
    }
    alarms.put("perCountryMonth", number(comparison.falseAlarmRate().rate()));
    alarms.put("interval95", of(comparison.falseAlarmRate().interval()));
    tree.put("falseAlarms", alarms);
    tree.put("delaySeconds", of(comparison.delays()));
    tree.put("startErrorSeconds", of(comparison.startErrors().sizes()));
    tree.put("recoveryErrorSeconds", of(comparison.recoveryErrors().sizes()));
    tree.put("reportsPerOutage", number(comparison.reportsPerOutage()));
    tree.put("neverClosed", comparison.neverClosed());
    return tree;
  }

  private static Map<String, @Nullable Object> of(Proportion proportion) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("hits", proportion.hits());
    tree.put("of", proportion.of());
    tree.put("share", number(proportion.share()));
    tree.put("interval95", of(proportion.interval()));
    return tree;
  }

  /** JSON has no infinity: an interval that goes on for ever has no end. */
  private static List<@Nullable Object> of(Interval interval) {
    List<@Nullable Object> ends = new ArrayList<>();
    ends.add(number(interval.low()));
    ends.add(Double.isInfinite(interval.high()) ? null : number(interval.high()));
    return ends;
  }

  private static Map<String, @Nullable Object> of(Distribution times) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("count", times.count());
    tree.put("median", seconds(times.median()));
    tree.put("p95", seconds(times.p95()));
    tree.put("max", seconds(times.max()));
    return tree;
  }

  /** What became of each labelled outage. */
  public static List<Map<String, @Nullable Object>> outages(Comparison comparison) {
    List<Map<String, @Nullable Object>> outages = new ArrayList<>();
    comparison.pairs().forEach(pair -> outages.add(of(pair)));
    comparison.missed().forEach(row -> outages.add(of(row, "missed")));
    comparison.notWatched().forEach(row -> outages.add(of(row, "notWatched")));
    return outages;
  }

  private static Map<String, @Nullable Object> of(Pair pair) {
    Map<String, @Nullable Object> tree = of(pair.row(), "found");
    tree.put("eventId", pair.report().eventId());
    tree.put("delaySeconds", seconds(Optional.of(pair.delay())));
    tree.put("startErrorSeconds", seconds(Optional.of(pair.startError())));
    tree.put("recoveryErrorSeconds", seconds(pair.recoveryError()));
    tree.put("fragments", pair.fragments());
    return tree;
  }

  private static Map<String, @Nullable Object> of(TruthRow row, String fate) {
    LabelledOutage outage = row.outage();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("country", outage.country());
    tree.put("start", text(outage.start()));
    tree.put("end", text(outage.end()));
    tree.put("classes", row.classes());
    tree.put("note", row.note());
    tree.put("fate", fate);
    return tree;
  }

  /** Every false alarm. */
  public static List<Map<String, @Nullable Object>> falseAlarms(Comparison comparison) {
    return comparison.falseAlarms().stream().map(BacktestTree::of).toList();
  }

  private static Map<String, @Nullable Object> of(FalseAlarm alarm) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("country", alarm.report().country());
    tree.put("startedAt", text(alarm.report().startedAt()));
    tree.put("recoveredAt", text(alarm.report().recoveredAt()));
    tree.put("kind", alarm.kind().name());
    tree.put("eventId", alarm.report().eventId());
    return tree;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable BigDecimal seconds(Optional<Duration> duration) {
    return duration
        .map(time -> BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros())
        .orElse(null);
  }

  private static @Nullable BigDecimal number(OptionalDouble value) {
    return value.isEmpty() ? null : number(value.getAsDouble());
  }

  private static BigDecimal number(double value) {
    return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }
}
