package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Arrays;

/**
 * How many address blocks are usual at a time of the day and of the week (pitfall P35): the medians
 * of 10-minute bins of the last three days that had one at this time of the day, or of the last
 * four weeks at this time of the week as soon as there are two.
 *
 * <p>People don't go to bed at the same minute every day, so of a bin and those within half an hour
 * the lowest level is the usual one. As long as the days of the week are not known apart it is the
 * lowest within an hour, and no higher than the second lowest of the last seven days: what is taken
 * for a drop is not learned, so a weekend that was taken for one would be one again a week later.
 * Where too little is known of the time of the day, the median of all days stands in.
 */
final class CyclicBaseline implements Usual {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final int WEEKDAYS = 7;
  private static final int DAYS = 3;
  private static final int WEEKS = 4;

  /** Fewer days, or weeks, say nothing of what is usual at a time of them. */
  private static final int FEWEST = 2;

  /** So many bins before and after one may be like it. */
  private static final int BESIDE = 3;

  /** An hour of them, where this weekday was not met often enough: weekends sleep longer. */
  private static final int BESIDE_STRANGER = 6;

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

  /** The level of the bin that was asked for last, as long as nothing is learned. */
  private long knownLevel;

  private long knownBin = NO_BIN;

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
    if (bin == knownBin) {
      return knownLevel;
    }
    long level = learnedLevel(bin);
    if (level == NONE) {
      return openSize == 0 ? 0 : median(Arrays.copyOf(open, openSize));
    }
    knownBin = bin;
    knownLevel = level;
    return level;
  }

  @Override
  public long middleAt(long windowEndMicros) {
    long bin = binOf(windowEndMicros);
    long ofWeek = levelOf(byWeek, WEEKS, bin);
    long level = ofWeek != NONE ? ofWeek : levelOf(byDay, DAYS, bin);
    return level != NONE ? level : levelAt(windowEndMicros);
  }

  /** {@link #NONE} while no bin was ever closed. */
  private long learnedLevel(long bin) {
    long ofWeek = lowest(byWeek, WEEKS, bin, BESIDE);
    if (ofWeek != NONE) {
      return ofWeek;
    }
    long ofDay = lowest(byDay, DAYS, bin, BESIDE_STRANGER);
    return ofDay != NONE ? notAboveTheWeek(bin, ofDay) : ofAllDays();
  }

  private long binOf(long windowEndMicros) {
    return Math.floorDiv(windowEndMicros - 1, binMicros);
  }

  /** The lowest level of a bin and those beside it; {@link #NONE} if too little is known of it. */
  private static long lowest(long[] medians, int depth, long bin, int beside) {
    long lowest = levelOf(medians, depth, bin);
    if (lowest == NONE) {
      return NONE;
    }
    for (int away = 1; away <= beside; away++) {
      long before = levelOf(medians, depth, bin - away);
      long after = levelOf(medians, depth, bin + away);
      lowest = before == NONE ? lowest : Math.min(lowest, before);
      lowest = after == NONE ? lowest : Math.min(lowest, after);
    }
    return lowest;
  }

  /**
   * Weekends differ: of the last seven days the two that were lowest at this time may be one, and
   * of these two the higher is as low as the usual gets; the lowest may have been an odd one.
   */
  private long notAboveTheWeek(long bin, long level) {
    long lowest = Long.MAX_VALUE;
    long second = Long.MAX_VALUE;
    for (int day = 0; day < WEEKDAYS; day++) {
      long ofDay = lowestOfOne(bin + (long) day * binsOfDay);
      second = Math.min(second, Math.max(lowest, ofDay));
      lowest = Math.min(lowest, ofDay);
    }
    return Math.min(level, second);
  }

  /** Of the latest day of that weekday; {@link Long#MAX_VALUE} if nothing is known of it. */
  private long lowestOfOne(long bin) {
    long lowest = Long.MAX_VALUE;
    for (int away = -BESIDE; away <= BESIDE; away++) {
      long median = byWeek[at(byWeek, WEEKS, bin + away)];
      lowest = median == NONE ? lowest : Math.min(lowest, median);
    }
    return lowest;
  }

  /** The median of the days or weeks of one bin: of up to four the lowest or the second lowest. */
  private static long levelOf(long[] medians, int depth, long bin) {
    int from = at(medians, depth, bin);
    long lowest = Long.MAX_VALUE;
    long second = Long.MAX_VALUE;
    int known = 0;
    while (known < depth && medians[from + known] != NONE) {
      long median = medians[from + known++];
      second = Math.min(second, Math.max(lowest, median));
      lowest = Math.min(lowest, median);
    }
    if (known < FEWEST) {
      return NONE;
    }
    return known == 2 ? lowest : second;
  }

  private static int at(long[] medians, int depth, long bin) {
    return depth * (int) Math.floorMod(bin, (long) medians.length / depth);
  }

  private long ofAllDays() {
    long[] known = new long[byDay.length];
    int size = 0;
    for (long median : byDay) {
      if (median != NONE) {
        known[size++] = median;
      }
    }
    return size > 0 ? median(Arrays.copyOf(known, size)) : NONE;
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
    knownBin = NO_BIN;
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
    openBin = binOf(windowEndMicros);
    knownBin = NO_BIN;
  }

  @Override
  public long learnedUntilMicros() {
    return openBin == NO_BIN ? Long.MIN_VALUE : (openBin + 1) * binMicros;
  }

  /** Full as soon as the days of the week are known apart at this time of the day. */
  @Override
  public BaselineAge.Depth depthAt(long windowEndMicros) {
    boolean ofWeek = levelOf(byWeek, WEEKS, binOf(windowEndMicros)) != NONE;
    return ofWeek ? BaselineAge.Depth.FULL : BaselineAge.Depth.YOUNG;
  }

  @Override
  public void scale(double share) {
    for (long[] values : new long[][] {byDay, byWeek, open}) {
      Arrays.setAll(values, i -> Usual.scaled(values[i], share));
    }
    knownBin = NO_BIN;
  }

  @Override
  public void clear() {
    Arrays.fill(byDay, NONE);
    Arrays.fill(byWeek, NONE);
    openSize = 0;
    openBin = NO_BIN;
    knownBin = NO_BIN;
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
