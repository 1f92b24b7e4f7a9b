package io.nightlight.backtest;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.nightlight.backtest.FalseAlarm.Kind;
import io.nightlight.backtest.ReportedOutage.Outcome;
import io.nightlight.domain.observation.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sorts a trial into what was found, what was missed and what was said for nothing. */
final class Sorting {
  private static final Comparator<TruthRow> IN_TIME =
      Comparator.comparing((TruthRow row) -> row.outage().start())
          .thenComparing(row -> row.outage().end(), Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(TruthRow::note)
          .thenComparing(row -> row.classes().toString());

  private static final Comparator<ReportedOutage> AS_REPORTED =
      Comparator.comparing(ReportedOutage::startedAt)
          .thenComparing(ReportedOutage::firstDetectedAt)
          .thenComparing(ReportedOutage::eventId);

  private final WatchedTime watched;
  private final Map<String, List<TruthRow>> rows;
  private final Map<String, List<ReportedOutage>> reports;

  private final List<Pair> pairs = new ArrayList<>();
  private final List<TruthRow> missed = new ArrayList<>();
  private final List<TruthRow> notWatched = new ArrayList<>();
  private final List<FalseAlarm> falseAlarms = new ArrayList<>();

  Sorting(Trial trial) {
    watched = trial.watched();
    rows =
        trial.truth().stream()
            .sorted(IN_TIME)
            .collect(groupingBy(row -> row.outage().country(), TreeMap::new, toList()));
    reports =
        trial.reported().stream()
            .sorted(AS_REPORTED)
            .collect(groupingBy(ReportedOutage::country, TreeMap::new, toList()));
  }

  Comparison result() {
    TreeSet<String> countries = new TreeSet<>(rows.keySet());
    countries.addAll(reports.keySet());
    for (String country : countries) {
      sort(rows.getOrDefault(country, List.of()), reports.getOrDefault(country, List.of()));
    }
    return new Comparison(pairs, missed, notWatched, falseAlarms, watched.exposure());
  }

  private void sort(List<TruthRow> ofCountry, List<ReportedOutage> said) {
    // What was taken back found nothing: the last word was that there was no outage.
    int[] standing =
        IntStream.range(0, said.size())
            .filter(i -> said.get(i).outcome() != Outcome.RETRACTED)
            .toArray();
    int[] partners =
        Matching.of(
            ofCountry.stream().mapToLong(row -> Micros.of(row.outage().start())).toArray(),
            Arrays.stream(standing).mapToLong(i -> Micros.of(said.get(i).startedAt())).toArray(),
            Micros.of(Comparison.TOLERANCE));
    List<Fate> fates = new ArrayList<>();
    boolean[] isFinder = new boolean[said.size()];
    for (int i = 0; i < partners.length; i++) {
      Fate fate = new Fate(ofCountry.get(i));
      if (partners[i] != Matching.NOBODY) {
        int finder = standing[partners[i]];
        isFinder[finder] = true;
        fate.report = said.get(finder);
      }
      fates.add(fate);
    }
    for (int i = 0; i < isFinder.length; i++) {
      if (!isFinder[i]) {
        falseAlarms.add(new FalseAlarm(said.get(i), kindOf(said.get(i), fates)));
      }
    }
    fates.forEach(this::tell);
  }

  /** Counts it as a fragment of the first outage that it can be one of. */
  private static Kind kindOf(ReportedOutage alarm, List<Fate> fates) {
    if (alarm.outcome() == Outcome.RETRACTED) {
      return Kind.RETRACTED;
    }
    List<Fate> touched = fates.stream().filter(fate -> touch(fate.row.outage(), alarm)).toList();
    for (Fate fate : touched) {
      if (fate.report != null) {
        fate.fragments++;
        return Kind.FRAGMENT;
      }
    }
    return touched.isEmpty() ? Kind.ALONE : Kind.MISTIMED;
  }

  /** Whether they have time in common. Of an outage without an end nobody knows how far it goes. */
  private static boolean touch(LabelledOutage outage, ReportedOutage report) {
    Instant end = outage.end();
    Instant recovered = report.recoveredAt();
    return end != null
        && report.startedAt().isBefore(end)
        && (recovered == null || recovered.isAfter(outage.start()));
  }

  private void tell(Fate fate) {
    LabelledOutage outage = fate.row.outage();
    if (fate.report != null) {
      pairs.add(new Pair(fate.row, fate.report, fate.fragments));
    } else if (watched.sees(
        outage.country(),
        outage.start().minus(Comparison.TOLERANCE),
        outage.start().plus(Comparison.TOLERANCE))) {
      missed.add(fate.row);
    } else {
      notWatched.add(fate.row);
    }
  }

  /** What became of a labelled outage. */
  private static final class Fate {
    private final TruthRow row;
    private @Nullable ReportedOutage report;
    private int fragments;

    Fate(TruthRow row) {
      this.row = row;
    }
  }
}
