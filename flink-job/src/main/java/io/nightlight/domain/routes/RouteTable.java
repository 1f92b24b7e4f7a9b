package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One shard of the routing tables of all sessions, and the vote on each of its prefixes.
 *
 * <p>Operations wait in their window until it is settled; then they are applied in the one order
 * that counts, and every prefix that could have changed is judged once. What the table says at the
 * end of a window is therefore a function of the operations and standings up to then, not of the
 * order in which they came.
 *
 * <p>Two bits per (prefix, session) carry the vote: <em>has</em>, announced since the session came
 * up, and <em>member</em>, its opinion counts. A session that is lost takes its <em>has</em> bits
 * along, never its membership, and has no vote until its table is complete again. A young prefix
 * (not yet through a daily sweep) has everybody who announced it as members; {@link DailySweep}
 * says what happens to older ones.
 */
public final class RouteTable {
  private static final long DAY_MICROS = 86_400_000_000L;

  private final long windowMicros;
  private final PrefixRows rows;
  private final SessionSlots slots;
  private final TreeMap<Long, RouteOps> pending = new TreeMap<>();
  private final TableDumps dumps;
  private final List<Long> touched = new ArrayList<>();
  private long settledUntilMicros = Long.MIN_VALUE;

  /** What was adopted last, and for how many sessions: the same again needs no look. */
  private @Nullable Standings adopted;

  private int adoptedSlots;

  /**
   * @param windowMicros the length of a window in microseconds; windows start at multiples of it
   *     since 1970
   */
  public RouteTable(long windowMicros) {
    this(windowMicros, new PrefixRows(), new SessionSlots());
  }

  private RouteTable(long windowMicros, PrefixRows rows, SessionSlots slots) {
    this.windowMicros = windowMicros;
    this.rows = rows;
    this.slots = slots;
    this.dumps = new TableDumps(rows, slots);
  }

  /** How many prefixes are tracked. */
  public int prefixes() {
    return rows.size();
  }

  /**
   * The end of the last settled window in microseconds since 1970; {@link Long#MIN_VALUE} before
   * the first.
   */
  public long settledUntilMicros() {
    return settledUntilMicros;
  }

  /** Whether an operation of this time comes after its window was settled. */
  public boolean isLate(long timeMicros) {
    return timeMicros < settledUntilMicros;
  }

  /**
   * Takes in one operation. A late one goes into the open window, where it comes first.
   *
   * @param kind {@link RouteOps#WITHDRAW}, {@link RouteOps#ANNOUNCE} or {@link RouteOps#RIB_ROW}
   * @return the end of the window in which the operation counts, in microseconds since 1970
   */
  public long accept(
      long sessionId, long peerAsn, int kind, long timeMicros, long sequence, long prefix) {
    int slot = slots.slotOf(sessionId, peerAsn);
    long inWindow = isLate(timeMicros) ? settledUntilMicros : timeMicros;
    long windowEnd = (Math.floorDiv(inWindow, windowMicros) + 1) * windowMicros;
    pending
        .computeIfAbsent(windowEnd, end -> new RouteOps())
        .add(timeMicros, sequence, prefix, slot, kind);
    return windowEnd;
  }

  /**
   * Closes the window that ends at {@code windowEndMicros}, and all before it: applies what waits,
   * then judges.
   *
   * @param standings what holds at the window's end; the same object as before if nothing has
   *     changed, never the same object if something has
   * @param listener hears of each prefix that changed, once, in no order
   */
  public void settle(long windowEndMicros, Standings standings, VisibilityListener listener) {
    int day = (int) Math.floorDiv(windowEndMicros, DAY_MICROS);
    boolean newDay =
        settledUntilMicros != Long.MIN_VALUE && day > Math.floorDiv(settledUntilMicros, DAY_MICROS);
    rows.widen(slots.size());
    List<RouteOps> due = takeDue(windowEndMicros);
    boolean everybody = adoptStandings(standings);
    dumps.begin(due);
    for (RouteOps ops : due) {
      for (int i = 0; i < ops.size(); i++) {
        apply(ops, i);
      }
    }
    everybody |= dumps.finish(windowEndMicros, due);
    settledUntilMicros = windowEndMicros;
    if (newDay) {
      DailySweep.over(rows, slots, day, listener);
      everybody = true;
    }
    judge(everybody, day, listener);
  }

  private List<RouteOps> takeDue(long windowEndMicros) {
    List<RouteOps> due = new ArrayList<>();
    while (!pending.isEmpty() && pending.firstKey() <= windowEndMicros) {
      RouteOps ops = pending.pollFirstEntry().getValue();
      ops.sort();
      due.add(ops);
    }
    return due;
  }

  /** Whether the vote on every prefix has to be counted again. */
  private boolean adoptStandings(Standings standings) {
    if (standings == adopted && adoptedSlots == slots.size()) {
      return false;
    }
    adopted = standings;
    adoptedSlots = slots.size();
    boolean everybody = false;
    for (int slot = 0; slot < slots.size(); slot++) {
      SessionStanding now = standings.of(SessionStanding.key(slots.sessionId(slot), IpFamily.IPV4));
      SessionStanding before = slots.standing(slot);
      if (now == null || now.equals(before)) {
        continue;
      }
      slots.setStanding(slot, now);
      boolean reset =
          before == null
              ? now.resetAtMicros() != Long.MIN_VALUE
              : now.resetAtMicros() != before.resetAtMicros()
                  || now.resetSequence() != before.resetSequence();
      if (reset) {
        rows.clearSlot(PrefixRows.HAS, slot);
      }
      dumps.adopt(slot, before, now);
      everybody |= reset || now.votes() != (before != null && before.votes());
    }
    return everybody;
  }

  private void apply(RouteOps ops, int i) {
    int slot = ops.slot(i);
    long prefix = ops.prefix(i);
    boolean counts = isSinceReset(slots.standing(slot), ops.timeMicros(i), ops.sequence(i));
    if (ops.kind(i) == RouteOps.WITHDRAW) {
      int row = rows.find(prefix);
      if (row >= 0 && counts) {
        rows.clear(row, PrefixRows.HAS, slot);
        touch(row);
      }
      return;
    }
    int row = rows.findOrAdd(prefix);
    if (!rows.isMature(row)) {
      rows.set(row, PrefixRows.MEMBER, slot);
    }
    if (counts && (ops.kind(i) == RouteOps.ANNOUNCE || dumps.rowCounts(row, slot))) {
      rows.set(row, PrefixRows.HAS, slot);
    }
    touch(row);
  }

  private static boolean isSinceReset(
      @Nullable SessionStanding standing, long timeMicros, long sequence) {
    if (standing == null || timeMicros != standing.resetAtMicros()) {
      return standing == null || timeMicros > standing.resetAtMicros();
    }
    return sequence >= standing.resetSequence();
  }

  private void touch(int row) {
    if (rows.touch(row)) {
      touched.add(rows.prefix(row));
    }
  }

  private void judge(boolean everybody, int day, VisibilityListener listener) {
    PrefixVote vote = new PrefixVote(slots);
    if (everybody) {
      for (int at = 0; at < rows.capacity(); at++) {
        if (rows.isRow(at)) {
          judge(at, vote, day, listener);
        }
      }
    } else {
      for (long prefix : touched) {
        judge(rows.find(prefix), vote, day, listener);
      }
    }
    touched.clear();
  }

  private void judge(int row, PrefixVote vote, int day, VisibilityListener listener) {
    rows.settle(row);
    Visibility before = rows.visibility(row);
    Visibility after = vote.on(rows, row);
    if (after == before) {
      return;
    }
    rows.setVisibility(row, after);
    if (after == Visibility.LOST) {
      rows.setLostDay(row, day);
    }
    listener.changed(rows.prefix(row), before, after);
  }

  /**
   * All that there is to know of the table between two windows or within one; shares nothing with
   * it.
   */
  public RouteTableSnapshot snapshot() {
    PrefixRows.Dense dense = rows.dense();
    SessionSlots.Columns sessions = slots.columns();
    return new RouteTableSnapshot(
        windowMicros,
        settledUntilMicros,
        sessions.ids(),
        sessions.peerAsns(),
        sessions.standings(),
        dense.words(),
        dense.keys(),
        dense.flags(),
        dense.lostDays(),
        dense.bits(),
        dense.ribBits(),
        pending.keySet().stream().mapToLong(end -> end).toArray(),
        pending.values().stream().map(RouteOps::snapshot).toList(),
        dumps.remembered().stream().map(RouteOps::snapshot).toList());
  }

  /** The table that a snapshot was taken of. */
  public static RouteTable restore(RouteTableSnapshot snapshot) {
    RouteTable table =
        new RouteTable(
            snapshot.windowMicros(),
            PrefixRows.of(
                new PrefixRows.Dense(
                    snapshot.words(),
                    snapshot.keys(),
                    snapshot.flags(),
                    snapshot.lostDays(),
                    snapshot.bits(),
                    snapshot.ribBits())),
            SessionSlots.of(
                new SessionSlots.Columns(
                    snapshot.sessionIds(), snapshot.peerAsns(), snapshot.standings())));
    table.settledUntilMicros = snapshot.settledUntilMicros();
    for (int i = 0; i < snapshot.pendingEnds().length; i++) {
      table.pending.put(snapshot.pendingEnds()[i], RouteOps.restore(snapshot.pending().get(i)));
    }
    table.dumps.remember(snapshot.remembered().stream().map(RouteOps::restore).toList());
    return table;
  }
}
