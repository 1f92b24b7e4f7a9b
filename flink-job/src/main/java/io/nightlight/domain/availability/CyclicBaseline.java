package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Arrays;

/**
 * How many address blocks are usual at a time of the day and of the week (pitfall P35): the medians
 * of 10-minute bins of the last three days that had one at this time of the day, or of the last
 * four weeks at this time of the week as soon as there are two.
 *
 * <p>People don't go to bed at the same minute every day, so of a bin and its two neighbours the
 * lowest level is the usual one. Where too little is known of the time of the day, the median of
 * all days stands in.
 */
final class CyclicBaseline implements Usual {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final int WEEKDAYS = 7;
  private static final int DAYS = 3;
  private static final int WEEKS = 4;

  /** Fewer days, or weeks, say nothing of what is usual at a time of them. */
  private static final int FEWEST = 2;

  private static final long NONE = -1;
  private static final long NO_BIN = Long.MIN_VALUE;

  private final long binMicros;
  private final int binsOfDay;

  /** By bin of the day the medians of so many days, the latest first. */
  private final long[] byDay;

  /** Likewise by bin of the week. */
  private final long[] byWeek;

  private final long[] open;
  private int openSize;
  private long openBin = NO_BIN;

  CyclicBaseline(ScoringRules rules) {
    binMicros = Micros.of(rules.baselineBin());
    binsOfDay = Math.toIntExact((DAY_MICROS + binMicros - 1) / binMicros);
    byDay = new long[binsOfDay * DAYS];
    byWeek = new long[binsOfDay * WEEKDAYS * WEEKS];
    open = new long[Math.toIntExact(rules.baselineBin().dividedBy(rules.window()))];
    clear();
  }

  @Override
  public long levelAt(long windowEndMicros) {
    long bin = binOf(windowEndMicros);
    long ofWeek = lowest(byWeek, WEEKS, bin);
    if (ofWeek != NONE) {
      return ofWeek;
    }
    long ofDay = lowest(byDay, DAYS, bin);
    return ofDay != NONE ? ofDay : ofAllDays();
  }

  private long binOf(long windowEndMicros) {
    return Math.floorDiv(windowEndMicros - 1, binMicros);
  }

  /** The lowest level of a bin and its neighbours; {@link #NONE} if too little is known of it. */
  private static long lowest(long[] medians, int depth, long bin) {
    long lowest = levelOf(medians, depth, bin);
    for (long beside : new long[] {bin - 1, bin + 1}) {
      long level = levelOf(medians, depth, beside);
      lowest = level == NONE || lowest == NONE ? lowest : Math.min(lowest, level);
    }
    return lowest;
  }

  private static long levelOf(long[] medians, int depth, long bin) {
    int from = at(medians, depth, bin);
    int known = 0;
    while (known < depth && medians[from + known] != NONE) {
      known++;
    }
    return known < FEWEST ? NONE : median(Arrays.copyOfRange(medians, from, from + known));
  }

  private static int at(long[] medians, int depth, long bin) {
    return depth * (int) Math.floorMod(bin, (long) medians.length / depth);
  }

  private long ofAllDays() {
    long[] known = Arrays.stream(byDay).filter(median -> median != NONE).toArray();
    if (known.length > 0) {
      return median(known);
    }
    return openSize == 0 ? 0 : median(Arrays.copyOf(open, openSize));
  }

  /** Of an even number the lower of the middle two. */
  private static long median(long[] values) {
    Arrays.sort(values);
    return values[(values.length - 1) / 2];
  }

  @Override
  public void add(long windowEndMicros, long value) {
    long bin = binOf(windowEndMicros);
    if (bin != openBin) {
      closeBin();
      openBin = bin;
    }
    if (openSize < open.length) {
      open[openSize++] = value;
    }
  }

  private void closeBin() {
    if (openSize > 0) {
      long median = median(Arrays.copyOf(open, openSize));
      push(byDay, DAYS, median);
      push(byWeek, WEEKS, median);
      openSize = 0;
    }
  }

  private void push(long[] medians, int depth, long median) {
    int from = at(medians, depth, openBin);
    System.arraycopy(medians, from, medians, from + 1, depth - 1);
    medians[from] = median;
  }

  @Override
  public void rebase(long windowEndMicros, double share, Duration held) {
    for (long[] medians : new long[][] {byDay, byWeek}) {
      for (int i = 0; i < medians.length; i++) {
        if (medians[i] != NONE) {
          medians[i] = (long) StrictMath.floor(share * medians[i] + 0.5);
        }
      }
    }
    openSize = 0;
  }

  @Override
  public void scale(double share) {
    for (long[] values : new long[][] {byDay, byWeek, open}) {
      Arrays.setAll(values, i -> Usual.scaled(values[i], share));
    }
  }

  @Override
  public void clear() {
    Arrays.fill(byDay, NONE);
    Arrays.fill(byWeek, NONE);
    openSize = 0;
    openBin = NO_BIN;
  }

  /** The medians by day, then those by week. */
  @Override
  public Baseline.Snapshot snapshot() {
    long[] medians = Arrays.copyOf(byDay, byDay.length + byWeek.length);
    System.arraycopy(byWeek, 0, medians, byDay.length, byWeek.length);
    return new Baseline.Snapshot(medians, openBin, Arrays.copyOf(open, openSize));
  }

  /** With bins of another length than today's, all has to be learned anew. */
  static CyclicBaseline restore(Baseline.Snapshot snapshot, ScoringRules rules) {
    CyclicBaseline baseline = new CyclicBaseline(rules);
    long[] medians = snapshot.medians();
    if (medians.length != baseline.byDay.length + baseline.byWeek.length) {
      return baseline;
    }
    System.arraycopy(medians, 0, baseline.byDay, 0, baseline.byDay.length);
    System.arraycopy(medians, baseline.byDay.length, baseline.byWeek, 0, baseline.byWeek.length);
    baseline.openBin = snapshot.openBin();
    baseline.openSize = Math.min(snapshot.open().length, baseline.open.length);
    System.arraycopy(snapshot.open(), 0, baseline.open, 0, baseline.openSize);
    return baseline;
  }
}
