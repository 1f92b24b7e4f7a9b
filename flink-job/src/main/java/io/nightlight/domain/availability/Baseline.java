package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Arrays;

/**
 * How many address blocks of a signal are usual in a country: the median of the medians of
 * 10-minute bins (design: 7 days of them).
 *
 * <p>Of an even number of elements the lower of the middle two is the median, so a baseline is
 * always a level that was seen.
 */
public final class Baseline implements Usual {

  private static final long NO_BIN = Long.MIN_VALUE;

  private final long binMicros;

  /** Medians of the closed bins, a ring in the order they came. */
  private final long[] ring;

  /** The same medians in ascending order. */
  private final long[] sorted;

  private int size;
  private int oldest;

  /** The median of {@link #sorted}, which is asked for in every window and seldom moves. */
  private long median;

  private final long[] open;
  private int openSize;
  private long openBin = NO_BIN;

  public Baseline(ScoringRules rules) {
    binMicros = Micros.of(rules.baselineBin());
    ring = new long[Math.toIntExact(rules.baselineSpan().dividedBy(rules.baselineBin()))];
    sorted = new long[ring.length];
    open = new long[Math.toIntExact(rules.baselineBin().dividedBy(rules.window()))];
  }

  /** The usual number of blocks; 0 while there is none to tell. */
  public long level() {
    return size > 0 ? median : medianOfOpen();
  }

  @Override
  public long levelAt(long windowEndMicros) {
    return level();
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

  private long binOf(long windowEndMicros) {
    return Math.floorDiv(windowEndMicros - 1, binMicros);
  }

  /** Forgets what was usual and takes a level that has held for some time as usual. */
  void rebase(long level, Duration held) {
    clear();
    long bins = Math.max(1, Micros.of(held) / binMicros);
    for (long i = Math.min(bins, ring.length); i > 0; i--) {
      push(level);
    }
  }

  @Override
  public void rebase(long windowEndMicros, double share, Duration held) {
    rebase((long) StrictMath.floor(share * level() + 0.5), held);
    openBin = binOf(windowEndMicros);
  }

  /** Scaling keeps the order. */
  @Override
  public void scale(double share) {
    for (long[] values : new long[][] {ring, sorted, open}) {
      Arrays.setAll(values, i -> Usual.scaled(values[i], share));
    }
    median = Usual.scaled(median, share);
  }

  @Override
  public void clear() {
    size = 0;
    oldest = 0;
    openSize = 0;
    openBin = NO_BIN;
  }

  @Override
  public long learnedUntilMicros() {
    return openBin == NO_BIN ? Long.MIN_VALUE : (openBin + 1) * binMicros;
  }

  @Override
  public BaselineAge.Depth depthAt(long windowEndMicros) {
    return size == ring.length ? BaselineAge.Depth.FULL : BaselineAge.Depth.YOUNG;
  }

  private void closeBin() {
    if (openSize > 0) {
      push(medianOfOpen());
      openSize = 0;
    }
  }

  private long medianOfOpen() {
    if (openSize == 0) {
      return 0;
    }
    long[] values = Arrays.copyOf(open, openSize);
    Arrays.sort(values);
    return values[(openSize - 1) / 2];
  }

  private void push(long newest) {
    if (size == ring.length) {
      replaceSorted(ring[oldest], newest);
      ring[oldest] = newest;
      oldest = (oldest + 1) % ring.length;
    } else {
      ring[(oldest + size) % ring.length] = newest;
      insertSorted(newest);
    }
    median = sorted[(size - 1) / 2];
  }

  private void insertSorted(long value) {
    int at = placeOf(value);
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    size++;
  }

  /** Moves only what lies between the two. */
  private void replaceSorted(long gone, long value) {
    if (gone == value) {
      return;
    }
    int from = placeOf(gone);
    int to = placeOf(value);
    if (from < to) {
      to--;
      System.arraycopy(sorted, from + 1, sorted, from, to - from);
    } else {
      System.arraycopy(sorted, to, sorted, to + 1, from - to);
    }
    sorted[to] = value;
  }

  /** Where the value is, or where it would be put. */
  private int placeOf(long value) {
    int found = Arrays.binarySearch(sorted, 0, size, value);
    return found >= 0 ? found : -found - 1;
  }

  @Override
  public Snapshot snapshot() {
    long[] medians = new long[size];
    for (int i = 0; i < size; i++) {
      medians[i] = ring[(oldest + i) % ring.length];
    }
    return new Snapshot(medians, openBin, Arrays.copyOf(open, openSize));
  }

  /** Where today's rules look back less far, the newest elements stay. */
  static Baseline restore(Snapshot snapshot, ScoringRules rules) {
    Baseline baseline = new Baseline(rules);
    long[] medians = snapshot.medians();
    int size = Math.min(medians.length, baseline.ring.length);
    System.arraycopy(medians, medians.length - size, baseline.ring, 0, size);
    System.arraycopy(baseline.ring, 0, baseline.sorted, 0, size);
    Arrays.sort(baseline.sorted, 0, size);
    baseline.size = size;
    baseline.median = size > 0 ? baseline.sorted[(size - 1) / 2] : 0;
    baseline.openBin = snapshot.openBin();
    baseline.openSize = Math.min(snapshot.open().length, baseline.open.length);
    System.arraycopy(snapshot.open(), 0, baseline.open, 0, baseline.openSize);
    return baseline;
  }

  /**
   * All that a baseline remembers.
   *
   * @param medians of the closed bins, oldest first
   * @param openBin number of the open bin since 1970, {@link Long#MIN_VALUE} without one
   * @param open the values of the open bin, in the order they came
   */
  @SuppressWarnings("ArrayRecordComponent") // compact: there are hundreds of them; never compared
  public record Snapshot(long[] medians, long openBin, long[] open) {}
}
