package io.nightlight.domain.outage;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.ScoringRules;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A country's life in minutes, written as text: {@code "1x60 0x571 1x30"} is an hour of all blocks,
 * 571 minutes of none and half an hour of all.
 *
 * <p>Besides shares, {@code ?} is a window in which nothing was observed, {@code -} no window at
 * all.
 */
final class Timeline {

  static final Instant T0 = Instant.parse("2014-12-15T00:00:00Z");
  static final Provenance TEST = new Provenance("test", RunMode.REPLAY, "rules-1", "geo-1");

  /** The rules as they are, but an hour of updates alone is warm-up enough. */
  static final DetectionRules RULES =
      DetectionRules.defaults()
          .withScoring(
              ScoringRules.defaults().withWarmup(Duration.ofMinutes(60), Duration.ofMinutes(60)));

  private static final int VOTERS = 20;

  final List<OutageEvent> events = new ArrayList<>();
  final List<AvailabilityScore> scores = new ArrayList<>();
  private final Map<Signal, Long> blocks = new EnumMap<>(Signal.class);
  private final DetectionRules rules;
  private CountryJudge judge;
  private Instant now = T0;
  private int voters = VOTERS;
  private RouteHistory history = RouteHistory.FINISHED_RIB;

  private Timeline(DetectionRules rules) {
    this.rules = rules;
    judge = CountryJudge.of("KP", rules, TEST);
  }

  /** A country with so many blocks in IPv4. */
  static Timeline of(long ipv4Blocks) {
    return new Timeline(RULES).with(Signal.IPV4_ROUTES, ipv4Blocks);
  }

  static Timeline of(DetectionRules rules, long ipv4Blocks) {
    return new Timeline(rules).with(Signal.IPV4_ROUTES, ipv4Blocks);
  }

  Timeline with(Signal signal, long count) {
    blocks.put(signal, count);
    return this;
  }

  Timeline voters(int count) {
    voters = count;
    return this;
  }

  Timeline learnedFrom(RouteHistory other) {
    history = other;
    return this;
  }

  Timeline startingAt(String instant) {
    now = Instant.parse(instant);
    return this;
  }

  /** All blocks of all signals, up to then. */
  Timeline wellUntil(String instant) {
    Instant until = Instant.parse(instant);
    return all("1x" + Duration.between(now, until).toMinutes());
  }

  /** The same share of every signal. */
  Timeline all(String pattern) {
    Map<Signal, String> patterns = new EnumMap<>(Signal.class);
    blocks.keySet().forEach(signal -> patterns.put(signal, pattern));
    return run(patterns);
  }

  /** Each signal its own pattern, all of the same length. */
  Timeline run(Map<Signal, String> patterns) {
    Map<Signal, List<String>> minutes = new EnumMap<>(Signal.class);
    patterns.forEach((signal, pattern) -> minutes.put(signal, minutes(pattern)));
    int length = minutes.values().iterator().next().size();
    for (int minute = 0; minute < length; minute++) {
      List<SignalReading> readings = new ArrayList<>();
      boolean paused = false;
      for (Map.Entry<Signal, List<String>> entry : minutes.entrySet()) {
        String share = entry.getValue().get(minute);
        paused |= share.equals("-");
        readings.add(reading(entry.getKey(), share));
      }
      tick(paused ? List.of() : readings);
    }
    return this;
  }

  /** A window of readings of one's own; none at all is a pause. */
  Timeline tick(List<SignalReading> readings) {
    Instant end = now.plus(rules.scoring().window());
    if (!readings.isEmpty()) {
      CountryJudge.Verdict verdict = judge.judge(now, end, readings);
      events.addAll(verdict.events());
      scores.add(verdict.score());
    }
    now = end;
    return this;
  }

  /** Puts the judge down and takes it up again. */
  Timeline restarted() {
    judge = CountryJudge.restore(judge.snapshot(), rules, TEST);
    return this;
  }

  CountryJudge judge() {
    return judge;
  }

  Instant now() {
    return now;
  }

  private SignalReading reading(Signal signal, String share) {
    if (share.equals("?") || share.equals("-")) {
      return SignalReading.blind(signal, VOTERS);
    }
    long all = Objects.requireNonNull(blocks.get(signal));
    long visible = Math.round(Double.parseDouble(share) * all);
    return new SignalReading(signal, visible, 0, VOTERS, voters, history, null, Losses.NONE, null);
  }

  private static List<String> minutes(String pattern) {
    List<String> minutes = new ArrayList<>();
    for (String part : pattern.trim().split("\\s+", -1)) {
      int x = part.indexOf('x');
      for (int i = Integer.parseInt(part.substring(x + 1)); i > 0; i--) {
        minutes.add(part.substring(0, x));
      }
    }
    return minutes;
  }

  /** The events as text, in minutes since a moment: {@code STARTED 60; RECOVERED 60-631 TOTAL}. */
  String told(Instant since) {
    StringBuilder told = new StringBuilder();
    for (OutageEvent event : events) {
      told.append(told.isEmpty() ? "" : "; ")
          .append(event.kind())
          .append(' ')
          .append(minutes(since, event.startedAt()));
      Instant recovered = event.recoveredAt();
      if (recovered != null) {
        told.append('-').append(minutes(since, recovered));
      }
      told.append(' ').append(event.severity());
    }
    return told.toString();
  }

  private static long minutes(Instant since, Instant then) {
    return Duration.between(since, then).toMinutes();
  }
}
