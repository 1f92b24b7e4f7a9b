package io.nightlight.benchmark;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.probing.BlockState;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import io.nightlight.operator.CountryChange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * One country's made-up life, minute by minute: prefixes flap, people sleep and have weekends, and
 * now and then most of it goes dark.
 */
final class LivingCountry {
  private static final int DAY = 1_440;

  /** That vote on a prefix. */
  private static final int ASES = 400;

  /** Of each prefix in each minute; over today's table some 700 a minute. */
  private static final double LOSSES = 0.000_55;

  /** One in fifty stays away for hours. */
  private static final int LONG_LOSS = 50;

  /** In life there are fewer; so there are always some to be judged. */
  private static final double MINUTES_BETWEEN_OUTAGES = 4 * DAY;

  /** Probes warm up for three days. */
  private static final int WARM_UP = 4 * DAY;

  /** Minutes. */
  private static final int DARK = 120;

  private static final double DEPTH_FROM = 0.35;

  private final String name;
  private final long[] prefixes;
  private final long[] blocks;
  private final int since;
  private final boolean hasOutages;
  private final SplittableRandom random;
  private final int phase;
  private final BitSet lost = new BitSet();

  /** When which prefix returns: minute, then number of the prefix. */
  private final PriorityQueue<Long> returns = new PriorityQueue<>();

  private List<CountryChange> changes = new ArrayList<>();
  private long windowEnd;
  private int blocksDown;
  private int outageEnds;
  private double probesLost;
  private int outages;
  private int darkFor;

  /** Whether outages of its own befall it. */
  enum Luck {
    SPARED,
    STRUCK
  }

  /**
   * @param blocks that are probed
   * @param since the first minute in which anything is known of it
   */
  LivingCountry(
      String name, long[] prefixes, long[] blocks, int since, Luck luck, SplittableRandom random) {
    this.name = name;
    this.prefixes = prefixes;
    this.blocks = blocks;
    this.since = since;
    hasOutages = luck == Luck.STRUCK;
    this.random = random;
    phase = random.nextInt(DAY);
  }

  String name() {
    return name;
  }

  boolean isThere(int minute) {
    return minute >= since;
  }

  /** How many outages it had so far. */
  int outages() {
    return outages;
  }

  /** What changes in a minute; minutes come one after the other. */
  List<CountryChange> live(int minute, long windowEndMicros) {
    changes = new ArrayList<>();
    windowEnd = windowEndMicros;
    if (minute == since) {
      arrive();
    } else if (minute > since) {
      comeBack(minute);
      flap(minute);
      if (darkFor > 0) {
        goDark(minute);
      }
      boolean isDue = random.nextDouble() < 1 / MINUTES_BETWEEN_OUTAGES;
      if (hasOutages && isDue && minute >= since + WARM_UP && minute > outageEnds + DAY / 4) {
        suffer(minute);
      }
      probe(minute);
    }
    return changes;
  }

  /** All of its prefixes are lost in the next minute that it lives. */
  void darken() {
    darkFor = DARK;
  }

  private void arrive() {
    for (long prefix : prefixes) {
      change(prefix, Visibility.UNTRACKED, Visibility.VISIBLE);
    }
    for (long block : blocks) {
      change(block, BlockState.UNTRACKED, BlockState.UP);
    }
  }

  private void comeBack(int minute) {
    while (!returns.isEmpty() && returns.peek() >>> 32 <= minute) {
      int prefix = (int) (long) returns.remove();
      lost.clear(prefix);
      change(prefixes[prefix], Visibility.LOST, Visibility.VISIBLE);
    }
  }

  private void flap(int minute) {
    int losses = (int) (LOSSES * prefixes.length + random.nextDouble());
    for (int i = 0; i < losses; i++) {
      boolean isLong = random.nextInt(LONG_LOSS) == 0;
      lose(random.nextInt(prefixes.length), minute + 1 + exponential(isLong ? 180 : 4));
    }
  }

  private void lose(int prefix, int until) {
    if (!lost.get(prefix)) {
      lost.set(prefix);
      returns.add((long) until << 32 | prefix);
      change(prefixes[prefix], Visibility.VISIBLE, Visibility.LOST);
    }
  }

  /** Most outages take both signals, some only one. */
  private void suffer(int minute) {
    outages++;
    outageEnds = minute + 15 + exponential(105);
    double share = DEPTH_FROM + (1 - DEPTH_FROM) * random.nextDouble();
    int kind = random.nextInt(10);
    probesLost = kind < 8 ? share : 0;
    if (kind < 6 || kind > 7) {
      for (int prefix = 0; prefix < prefixes.length; prefix++) {
        if (random.nextDouble() < share) {
          lose(prefix, outageEnds);
        }
      }
    }
  }

  private void goDark(int minute) {
    for (int prefix = 0; prefix < prefixes.length; prefix++) {
      lose(prefix, minute + darkFor);
    }
    darkFor = 0;
  }

  private void probe(int minute) {
    double night = (1 + StrictMath.cos(2 * StrictMath.PI * (minute + phase) / DAY)) / 2;
    double weekend = (minute + phase) / DAY % 7 >= 5 ? 0.02 : 0;
    double share = 0.03 + 0.05 * night + weekend;
    double noise = 0.3 * StrictMath.sqrt(blocks.length) * (random.nextDouble() - 0.5);
    double usual = blocks.length * share + noise;
    double down = minute < outageEnds ? Math.max(usual, blocks.length * probesLost) : usual;
    int wanted = (int) Math.max(0, Math.min(blocks.length, down));
    for (; blocksDown < wanted; blocksDown++) {
      change(blocks[blocksDown], BlockState.UP, BlockState.DOWN);
    }
    for (; blocksDown > wanted; blocksDown--) {
      change(blocks[blocksDown - 1], BlockState.DOWN, BlockState.UP);
    }
  }

  private int exponential(double mean) {
    return (int) (-mean * StrictMath.log(1 - random.nextDouble()));
  }

  private void change(long prefix, Visibility before, Visibility after) {
    // An AS originates a few prefixes that lie side by side.
    long origin = 1_000 + (Prefix.firstBlock(prefix) >>> 7 & 0xFFFF);
    VisibilityChange change =
        new VisibilityChange(
            prefix, before, after, origin, ASES, ASES, after == Visibility.LOST ? 5 : 0);
    changes.add(
        new CountryChange(
            name,
            windowEnd,
            new CountryChange.Routes(change, Prefix.firstBlock(prefix), Prefix.blockCount(prefix)),
            null));
  }

  private void change(long block, BlockState before, BlockState after) {
    changes.add(new CountryChange(name, windowEnd, null, new BlockChange(block, before, after)));
  }
}
