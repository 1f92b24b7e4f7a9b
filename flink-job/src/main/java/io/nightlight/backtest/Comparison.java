package io.nightlight.backtest;

import io.nightlight.backtest.FalseAlarm.Kind;
import io.nightlight.backtest.statistics.Distribution;
import io.nightlight.backtest.statistics.EventRate;
import io.nightlight.backtest.statistics.Proportion;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was reported beside what is labelled. The rule is fixed, so that figures can be compared: a
 * report finds an outage of the same country if their starts lie at most {@link #TOLERANCE} apart,
 * one to one, as many as can be, the nearest first; see {@link Matching}. Every other report is a
 * false alarm, a fragment of an outage that was found as well as one that was retracted. A labelled
 * outage that nothing found is missed, or not watched if the country was not seen at any time
 * within the tolerance of its start.
 *
 * @param pairs what was found
 * @param missed what was not
 * @param notWatched what could not be found, and counts nowhere
 * @param exposure how long countries were watched
 */
public record Comparison(
    List<Pair> pairs,
    List<TruthRow> missed,
    List<TruthRow> notWatched,
    List<FalseAlarm> falseAlarms,
    Exposure exposure) {
  /** The largest distance of two starts that are one outage's, inclusive. */
  public static final Duration TOLERANCE = Duration.ofMinutes(10);

  public Comparison {
    pairs = List.copyOf(pairs);
    missed = List.copyOf(missed);
    notWatched = List.copyOf(notWatched);
    falseAlarms = List.copyOf(falseAlarms);
  }

  /** The lists are by country and start; the order of the trial's does not matter. */
  public static Comparison of(Trial trial) {
    return new Sorting(trial).result();
  }

  /** Trials of worlds that have nothing to do with each other, taken together. */
  public static Comparison sum(Collection<Comparison> comparisons) {
    return new Comparison(
        comparisons.stream().flatMap(one -> one.pairs.stream()).toList(),
        comparisons.stream().flatMap(one -> one.missed.stream()).toList(),
        comparisons.stream().flatMap(one -> one.notWatched.stream()).toList(),
        comparisons.stream().flatMap(one -> one.falseAlarms.stream()).toList(),
        comparisons.stream().map(Comparison::exposure).reduce(Exposure.NONE, Exposure::plus));
  }

  /** Of the outages that were watched, how many were found. */
  public Proportion recall() {
    return new Proportion(pairs.size(), (long) pairs.size() + missed.size());
  }

  /** The same of those outages alone that are of a class; 0 of 0 for one that is not there. */
  public Proportion recall(String ofClass) {
    long found = pairs.stream().filter(pair -> pair.row().classes().contains(ofClass)).count();
    long lost = missed.stream().filter(row -> row.classes().contains(ofClass)).count();
    return new Proportion(found, found + lost);
  }

  /** The classes of the outages that were watched. */
  public SortedSet<String> classes() {
    SortedSet<String> classes = new TreeSet<>();
    Stream.concat(pairs.stream().map(Pair::row), missed.stream())
        .forEach(row -> classes.addAll(row.classes()));
    return classes;
  }

  /** Of the outages that were reported, how many were there. */
  public Proportion precision() {
    return new Proportion(pairs.size(), (long) pairs.size() + falseAlarms.size());
  }

  public long falseAlarms(Kind kind) {
    return falseAlarms.stream().filter(alarm -> alarm.kind() == kind).count();
  }

  /** False alarms of every kind per country-month. */
  public EventRate falseAlarmRate() {
    return new EventRate(falseAlarms.size(), exposure.countryMonths());
  }

  /**
   * How many reports an outage that was found had, 1 if each had its own alone; empty if none was
   * found of which the end is known.
   */
  public OptionalDouble reportsPerOutage() {
    return pairs.stream()
        .filter(pair -> pair.row().outage().end() != null)
        .mapToInt(pair -> 1 + pair.fragments())
        .average();
  }

  /** From the true start to the first word of it. */
  public Distribution delays() {
    return new Distribution(pairs.stream().map(Pair::delay).toList());
  }

  /** With their signs: see {@link Distribution#sizes}. */
  public Distribution startErrors() {
    return new Distribution(pairs.stream().map(Pair::startError).toList());
  }

  /** With their signs; of outages whose end both sides know. */
  public Distribution recoveryErrors() {
    return new Distribution(
        pairs.stream().map(Pair::recoveryError).flatMap(Optional::stream).toList());
  }

  /** How many outages that ended were found, and never reported as over. */
  public long neverClosed() {
    return pairs.stream()
        .filter(pair -> pair.row().outage().end() != null && pair.report().recoveredAt() == null)
        .count();
  }
}
