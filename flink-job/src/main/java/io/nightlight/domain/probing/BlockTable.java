package io.nightlight.domain.probing;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.WaitingWindows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One shard of the beliefs in all blocks.
 *
 * <p>Results wait in their window until it is settled; then each block that anything was learned of
 * is judged once. So what the table says at the end of a window is a function of the results and
 * standings up to then, not of the order in which they came, nor of how often.
 *
 * <p>A block has a row from its first reply on: silence of what never answered is no evidence. It
 * is UNKNOWN once nothing was learned of it for two rounds, and forgotten when that goes on.
 */
public final class BlockTable {
  /** Longer ago than any round, and within what 16 bits of minutes can say. */
  static final int LONG_AGO_MINUTES = 40 * 24 * 60;

  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long LONGEST_WINDOW_MICROS = 60 * BlockRows.MINUTE_MICROS;

  private final BlockRows ipv4;
  private final BlockRows ipv6;
  private final WaitingWindows<BlockOps> waiting;

  /** How many results the window had that was settled last, and a few more. */
  private int usualOps = 16;

  private long settledUntilMicros = Long.MIN_VALUE;

  /** No block gets too old before that minute. */
  private long nobodyIsOldBefore = Long.MIN_VALUE;

  /**
   * @param windowMicros the length of a window in microseconds, at most an hour; windows start at
   *     multiples of it since 1970
   */
  public BlockTable(long windowMicros) {
    this(
        new BlockRows(IpFamily.IPV4),
        new BlockRows(IpFamily.IPV6),
        new WaitingWindows<>(windowMicros));
  }

  private BlockTable(BlockRows ipv4, BlockRows ipv6, WaitingWindows<BlockOps> waiting) {
    if (waiting.windowMicros() > LONGEST_WINDOW_MICROS) {
      throw new IllegalArgumentException(
          "windows of probes last at most an hour, not " + waiting.windowMicros() + " us");
    }
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.waiting = waiting;
  }

  /** How many blocks of a family are tracked. */
  public int blocks(IpFamily family) {
    return rows(family).size();
  }

  BlockRows rows(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : ipv6;
  }

  /** What is believed of a block. */
  public BlockState state(long block) {
    BlockRows rows = rows(IpFamily.of(block));
    int row = rows.find(Prefix.firstBlock(block));
    return row < 0 ? BlockState.UNTRACKED : rows.state(row);
  }

  /**
   * The end of the last settled window in microseconds since 1970; {@link Long#MIN_VALUE} before
   * the first.
   */
  public long settledUntilMicros() {
    return settledUntilMicros;
  }

  /**
   * What became of a batch.
   *
   * @param firstWindowEndMicros the end of the first window in which any of it counts; {@link
   *     Long#MAX_VALUE} if none of it does
   * @param late how many results came after their window was settled, or had passed for the input;
   *     they are dropped
   */
  public record Accepted(long firstWindowEndMicros, int late) {}

  /** Takes in a batch of results, in any order. */
  public Accepted accept(BlockBatch batch) {
    long first = Long.MAX_VALUE;
    int late = 0;
    long open = Math.max(settledUntilMicros, batch.passedMicros());
    for (int i = 0; i < batch.size(); i++) {
      long time = batch.times()[i];
      if (time < open) {
        late++;
        continue;
      }
      long end = waiting.endOf(time);
      opsIn(end)
          .add(
              batch.targets()[i],
              batch.vantages()[i],
              (int) (time - end + waiting.windowMicros()),
              batch.outcomes()[i]);
      first = Math.min(first, end);
    }
    return new Accepted(first, late);
  }

  private BlockOps opsIn(long windowEndMicros) {
    BlockOps ops = waiting.in(windowEndMicros);
    if (ops == null) {
      ops = new BlockOps(usualOps);
      waiting.put(windowEndMicros, ops);
    }
    return ops;
  }

  /**
   * Closes the window that ends at {@code windowEndMicros}, and all before it: judges the blocks
   * that results wait of, then looks for those of which none came for too long.
   *
   * @param rules the same for the life of this object
   * @param standings what holds at the window's end
   * @param listener hears of each block that changed, in no order; once, unless several windows are
   *     closed at a time
   * @return how many replies were of blocks that found no room: a shard has room for 65,535 blocks
   *     of each family
   */
  public int settle(
      long windowEndMicros,
      ProbingRules rules,
      VantageStandings standings,
      BlockListener listener) {
    int noRoom = 0;
    Map.Entry<Long, BlockOps> ended = waiting.takeEndedBy(windowEndMicros);
    while (ended != null) {
      long end = ended.getKey();
      forgetOnNewDay(end, rules, listener);
      noRoom += learn(ended.getValue(), minute(end), rules, standings, listener);
      tick(end, rules, listener);
      usualOps = ended.getValue().size() + (ended.getValue().size() >> 3) + 16;
      ended = waiting.takeEndedBy(windowEndMicros);
    }
    forgetOnNewDay(windowEndMicros, rules, listener);
    tick(windowEndMicros, rules, listener);
    return noRoom;
  }

  /** Tells of all blocks what was told of them so far: for a listener who has forgotten it all. */
  public void tellAll(BlockListener listener) {
    for (BlockRows rows : List.of(ipv4, ipv6)) {
      for (int row = 0; row < rows.size(); row++) {
        if (rows.state(row) != BlockState.UNTRACKED) {
          listener.changed(new BlockChange(rows.block(row), BlockState.UNTRACKED, rows.state(row)));
        }
      }
    }
  }

  private static long minute(long micros) {
    return Math.floorDiv(micros, BlockRows.MINUTE_MICROS);
  }

  private int learn(
      BlockOps ops,
      long minute,
      ProbingRules rules,
      VantageStandings standings,
      BlockListener listener) {
    int[] places =
        Arrays.stream(ops.distinct()).filter(i -> !standings.isBlind(ops.vantage(i))).toArray();
    int noRoom = 0;
    for (IpFamily family : IpFamily.values()) {
      boolean isIpv6 = family == IpFamily.IPV6;
      int[] ofFamily =
          Arrays.stream(places).filter(i -> TargetKey.isIpv6(ops.target(i)) == isIpv6).toArray();
      if (ofFamily.length > 0) {
        WindowEvidence evidence =
            new WindowEvidence(rows(family), ops, ofFamily, standings, minute);
        evidence.count(rules);
        evidence.judge(rules, listener);
        noRoom += evidence.noRoom();
      }
    }
    return noRoom;
  }

  /** Looks for blocks that got too old, unless there can be none. */
  private void tick(long windowEndMicros, ProbingRules rules, BlockListener listener) {
    long minute = minute(windowEndMicros);
    settledUntilMicros = windowEndMicros;
    if (minute < nobodyIsOldBefore) {
      return;
    }
    int oldest = 0;
    for (BlockRows rows : List.of(ipv4, ipv6)) {
      for (int row = 0; row < rows.size(); row++) {
        BlockState state = rows.state(row);
        if (state == BlockState.UNKNOWN) {
          continue;
        }
        int age = rows.age(row, minute);
        if (age <= rules.knownMinutes()) {
          oldest = Math.max(oldest, age);
        } else {
          rows.believe(row, Belief.UNDECIDED, BlockState.UNKNOWN);
          listener.changed(new BlockChange(rows.block(row), state, BlockState.UNKNOWN));
        }
      }
    }
    nobodyIsOldBefore = minute + rules.knownMinutes() - oldest + 1;
  }

  private void forgetOnNewDay(long windowEndMicros, ProbingRules rules, BlockListener listener) {
    long settled = settledUntilMicros;
    if (settled == Long.MIN_VALUE
        || Math.floorDiv(windowEndMicros, DAY_MICROS) <= Math.floorDiv(settled, DAY_MICROS)) {
      return;
    }
    long then = minute(settled);
    long passed = minute(windowEndMicros) - then;
    for (BlockRows rows : List.of(ipv4, ipv6)) {
      rows.removeIf(
          row -> {
            boolean isGone = rows.age(row, then) + passed > rules.forgetMinutes();
            if (isGone) {
              listener.changed(
                  new BlockChange(rows.block(row), rows.state(row), BlockState.UNTRACKED));
            } else if (rows.sinceReached(row, then) + passed > LONG_AGO_MINUTES) {
              rows.setReached(row, then + passed - LONG_AGO_MINUTES);
            }
            return isGone;
          });
    }
  }

  /**
   * The table as plain columns, on their way to or from a serializer.
   *
   * @param pendingEnds the ends of the windows that results wait in
   * @param pending the results that wait, window by window
   */
  @SuppressWarnings("ArrayRecordComponent") // columns, never compared
  public record Snapshot(
      long windowMicros,
      long settledUntilMicros,
      BlockRows.Columns ipv4,
      BlockRows.Columns ipv6,
      long[] pendingEnds,
      List<BlockOps.Columns> pending) {}

  /** All that there is to know of the table; shares nothing with it. */
  public Snapshot snapshot() {
    return new Snapshot(
        waiting.windowMicros(),
        settledUntilMicros,
        ipv4.columns(),
        ipv6.columns(),
        waiting.ends(),
        waiting.contents().stream().map(BlockOps::columns).toList());
  }

  /** A table that goes its own way from here. */
  public BlockTable copy() {
    BlockTable copy = new BlockTable(ipv4.copy(), ipv6.copy(), waiting.copy(BlockOps::copy));
    copy.settledUntilMicros = settledUntilMicros;
    copy.nobodyIsOldBefore = nobodyIsOldBefore;
    copy.usualOps = usualOps;
    return copy;
  }

  /** The table that a snapshot was taken of; takes the snapshot's columns over. */
  public static BlockTable restore(Snapshot snapshot) {
    WaitingWindows<BlockOps> waiting = new WaitingWindows<>(snapshot.windowMicros());
    for (int i = 0; i < snapshot.pendingEnds().length; i++) {
      waiting.put(snapshot.pendingEnds()[i], BlockOps.of(snapshot.pending().get(i)));
    }
    BlockTable table =
        new BlockTable(
            BlockRows.of(IpFamily.IPV4, snapshot.ipv4()),
            BlockRows.of(IpFamily.IPV6, snapshot.ipv6()),
            waiting);
    table.settledUntilMicros = snapshot.settledUntilMicros();
    return table;
  }
}
