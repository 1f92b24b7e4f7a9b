package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a country's signal falls short of its usual in ordinary times: the shortfalls of the
 * recent known windows (design: 7 days), in thousandths.
 *
 * <p>Windows of a dip that lasts too long or that are too deep are kept apart: they tell how rare a
 * shortfall is, but are no noise, else outages would make a country deaf.
 */
public final class NoiseHistory implements Past {

  private static final int FULL = 1_000;
  private static final short ABSENT = -1;
  private static final short LEFT_OUT = 0x4000;

  private final long windowMicros;
  private final double quantile;
  private final int neededWindows;
  private final int dipFrom;
  private final int longestDipWindows;
  private final int deepest;

  /** By window number modulo length: a shortfall, perhaps marked as left out, or absent. */
  private final short[] slots;

  private final int[] noise = new int[FULL + 1];
  private final int[] leftOut = new int[FULL + 1];
  private int noiseWindows;
  private int leftOutWindows;
  private long newest = Long.MIN_VALUE;

  /** Known windows of the running dip. */
  private int dipWindows;

  /** The level of the newest window if it is noise and no dip, else {@link #ABSENT}. */
  private short steadyLevel = ABSENT;

  /** So many of the newest windows are of that level and not yet in their slots. */
  private int steadyWindows;

  public NoiseHistory(ScoringRules rules) {
    windowMicros = Micros.of(rules.window());
    quantile = rules.noiseQuantile();
    neededWindows = Math.toIntExact(rules.noiseNeeded().dividedBy(rules.window()));
    dipFrom = level(rules.noiseDipFrom());
    longestDipWindows = Math.toIntExact(rules.noiseDipLongest().dividedBy(rules.window()));
    deepest = level(rules.noiseDipDeepest());
    slots = new short[Math.toIntExact(rules.noiseSpan().dividedBy(rules.window()))];
    Arrays.fill(slots, ABSENT);
  }

  @Override
  public double quantile() {
    settle();
    if (noiseWindows < Math.max(1, neededWindows)) {
      return 0;
    }
    // From below, because most windows lack little: the first level with so many up to it.
    long upTo = (long) StrictMath.ceil(quantile * noiseWindows);
    int level = 0;
    for (long seen = noise[level]; seen < upTo; seen += noise[level]) {
      level++;
    }
    return (double) level / FULL;
  }

  @Override
  public @Nullable Double exceedance(double shortfall) {
    settle();
    int known = noiseWindows + leftOutWindows;
    if (known == 0) {
      return null;
    }
    int shorter = 0;
    for (int level = level(shortfall) - 1; level >= 0; level--) {
      shorter += noise[level] + leftOut[level];
    }
    return Ratio.of(known - shorter, known);
  }

  @Override
  public @Nullable Instant lastShortBy(double shortfall, Instant upTo) {
    settle();
    int wanted = level(shortfall);
    long from = Math.min(newest, Math.floorDiv(Micros.of(upTo), windowMicros));
    for (long number = from; number > newest - slots.length; number--) {
      short slot = slots[slotOf(number)];
      if (slot != ABSENT && (slot & ~LEFT_OUT) >= wanted) {
        return Micros.toInstant(number * windowMicros);
      }
    }
    return null;
  }

  /**
   * Takes in a known window; windows come in the order of time. One after another of a level is
   * only counted, since most are so.
   */
  void add(long windowEndMicros, double shortfall) {
    long number = Math.floorDiv(windowEndMicros, windowMicros);
    int level = level(shortfall);
    if (level == steadyLevel && number == newest + 1) {
      newest = number;
      steadyWindows++;
    } else {
      settle();
      take(number, level);
      steadyLevel = level < dipFrom && level <= deepest ? (short) level : ABSENT;
    }
  }

  private void settle() {
    for (int back = Math.min(steadyWindows, slots.length) - 1; back >= 0; back--) {
      put(newest - back, steadyLevel);
    }
    steadyWindows = 0;
  }

  private void take(long number, int level) {
    forgetUpTo(number);
    if (level < dipFrom) {
      dipWindows = 0;
    } else if (++dipWindows == longestDipWindows + 1) {
      leaveOutRunningDip(number);
    }
    boolean tooLong = dipWindows > longestDipWindows;
    put(number, (short) (tooLong || level > deepest ? level | LEFT_OUT : level));
  }

  void clear() {
    Arrays.fill(slots, ABSENT);
    Arrays.fill(noise, 0);
    Arrays.fill(leftOut, 0);
    noiseWindows = 0;
    leftOutWindows = 0;
    newest = Long.MIN_VALUE;
    dipWindows = 0;
    steadyLevel = ABSENT;
    steadyWindows = 0;
  }

  /** Nothing is known of the windows that were passed over since the newest one. */
  private void forgetUpTo(long number) {
    if (newest == Long.MIN_VALUE) {
      newest = number - 1;
    }
    long from = Math.max(newest + 1, number - slots.length + 1);
    for (long passed = from; passed < number; passed++) {
      put(passed, ABSENT);
    }
    newest = Math.max(newest, number);
  }

  /** The dip has turned out too long: its windows so far are no noise either. */
  private void leaveOutRunningDip(long number) {
    int left = dipWindows - 1;
    for (long back = number - 1; left > 0 && back > number - slots.length; back--) {
      short slot = slots[slotOf(back)];
      if (slot != ABSENT) {
        put(back, (short) (slot | LEFT_OUT));
        left--;
      }
    }
  }

  private void put(long number, short value) {
    int at = slotOf(number);
    if (slots[at] != value) {
      count(slots[at], -1);
      slots[at] = value;
      count(value, 1);
    }
  }

  private void count(short slot, int by) {
    if (slot == ABSENT) {
      return;
    }
    if ((slot & LEFT_OUT) != 0) {
      leftOut[slot & ~LEFT_OUT] += by;
      leftOutWindows += by;
    } else {
      noise[slot] += by;
      noiseWindows += by;
    }
  }

  private int slotOf(long number) {
    return (int) Math.floorMod(number, (long) slots.length);
  }

  private static int level(double shortfall) {
    return (int) StrictMath.floor(shortfall * FULL + 0.5);
  }

  /** Changes nothing: a checkpoint may be written while the history's heir goes its own way. */
  Snapshot snapshot() {
    short[] settled = slots.clone();
    for (int back = Math.min(steadyWindows, slots.length) - 1; back >= 0; back--) {
      settled[slotOf(newest - back)] = steadyLevel;
    }
    return new Snapshot(windowMicros, newest, dipWindows, settled);
  }

  /** Where today's windows have another length, the history begins anew. */
  static NoiseHistory restore(Snapshot snapshot, ScoringRules rules) {
    NoiseHistory history = new NoiseHistory(rules);
    if (snapshot.windowMicros() != history.windowMicros
        || snapshot.slots().length != history.slots.length) {
      return history;
    }
    history.newest = snapshot.newest();
    history.dipWindows = snapshot.dipWindows();
    System.arraycopy(snapshot.slots(), 0, history.slots, 0, history.slots.length);
    for (short slot : history.slots) {
      history.count(slot, 1);
    }
    return history;
  }

  /**
   * All that a noise history remembers.
   *
   * @param windowMicros length of a window
   * @param newest number of the newest window since 1970, {@link Long#MIN_VALUE} without one
   * @param dipWindows known windows of the running dip
   * @param slots by window number modulo length: thousandths, -1 absent, bit 14 set if left out
   */
  @SuppressWarnings("ArrayRecordComponent") // compact: there are hundreds of them; never compared
  public record Snapshot(long windowMicros, long newest, int dipWindows, short[] slots) {}
}
