package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.WaitingWindows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routing tables of all sessions in one address family, as far as one shard holds them, and the
 * vote on each prefix.
 *
 * <p>Updates wait in their window until it is settled; then they are applied in the one order that
 * counts, and every prefix that could have changed is judged once. What the table says at the end
 * of a window is therefore a function of the operations and standings up to then, not of the order
 * in which they came. Rows of table dumps don't wait, unless an earlier dump of their session is
 * not settled, or may still be read: {@link TableDumps}.
 *
 * <p>Two bits per (prefix, session) carry the vote: <em>has</em>, announced since the session came
 * up, and <em>member</em>, its opinion counts. A session that is lost takes its <em>has</em> bits
 * along, never its membership, and has no vote until its table is complete again. A young prefix
 * (not yet through a daily sweep) has everybody who announced it as members; {@link DailySweep}
 * says what happens to older ones. With ADD-PATH a session has a prefix as long as it has a path to
 * it (pitfall P26).
 */
public final class RouteTable implements TableDumps.Swap {
  private static final long DAY_MICROS = 86_400_000_000L;

  /** What so many collectors have lost is lost to more than one pair of eyes. */
  private static final int CONFIRMED_BY = 2;

  private final IpFamily family;
  private final PrefixRows rows;
  private final SessionSlots slots;
  private final WaitingWindows<RouteOps> pending;
  private final TableDumps dumps;

  /** Room that windows leave, so that old ones don't pile up as garbage. */
  private final OpChunks.Spare spare = new OpChunks.Spare();

  /** The paths of routes that ADD-PATH sessions have. */
  private PairNumbers paths = new PairNumbers();

  private int[] touched = new int[16];
  private int touchedRows;
  private long settledUntilMicros = Long.MIN_VALUE;

  /** Whether there can be other members than were told last. */
  private boolean membersMayDiffer;

  private boolean votersDiffer;

  /** What was adopted last, and after how many new sessions: the same again needs no look. */
  private @Nullable Standings adopted;

  private int adoptedSlots;

  /**
   * @param windowMicros the length of a window in microseconds; windows start at multiples of it
   *     since 1970
   */
  public RouteTable(long windowMicros, IpFamily family) {
    this(family, new PrefixRows(), new SessionSlots(), new WaitingWindows<>(windowMicros));
  }

  private RouteTable(
      IpFamily family, PrefixRows rows, SessionSlots slots, WaitingWindows<RouteOps> pending) {
    this.family = family;
    this.pending = pending;
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

  /**
   * Whether an operation of this time comes after its window was settled, or had passed.
   *
   * @param passedMicros {@link RouteBatch#passedMicros}
   */
  boolean isLate(long timeMicros, long passedMicros) {
    return timeMicros < Math.max(settledUntilMicros, passedMicros);
  }

  /** The session's number in this table; {@link SessionSlots#NO_ROOM} if there are too many. */
  int slotOf(long sessionId, long peerAsn) {
    int slot = slots.slotOf(sessionId, peerAsn);
    rows.widen(slots.size());
    return slot;
  }

  /**
   * Takes in operations of a batch, from one up to another, exclusive. A late one goes into the
   * open window, where it comes first.
   *
   * @param slots by teller, {@link #slotOf}
   * @return the end of the first window in which any of them counts, in microseconds since 1970
   */
  long accept(RouteBatch batch, int from, int to, int[] slots) {
    long open = Math.max(settledUntilMicros, batch.passedMicros());
    long first = Long.MAX_VALUE;
    int next = from;
    while (next < to) {
      long windowEnd = pending.endOf(Math.max(open, batch.timeMicros(next)));
      first = Math.min(first, windowEnd);
      int end = next + 1;
      if (!isDoneWith(batch, next, slots, open)) {
        long start = Math.max(open, windowEnd - pending.windowMicros());
        while (end < to && isUpdateOf(batch, end, start, windowEnd)) {
          end++;
        }
        opsIn(windowEnd).add(batch, next, end, slots, spare);
      }
      next = end;
    }
    return first;
  }

  private static boolean isUpdateOf(RouteBatch batch, int i, long startMicros, long endMicros) {
    long time = batch.timeMicros(i);
    return time >= startMicros
        && time < endMicros
        && RouteOps.kind(batch.source(i)) != RouteOps.RIB_ROW;
  }

  /** Takes in a row of a dump, if it is one and need not wait. */
  private boolean isDoneWith(RouteBatch batch, int i, int[] slots, long openMicros) {
    int source = batch.source(i);
    return RouteOps.kind(source) == RouteOps.RIB_ROW
        && !TableDumps.isReadAhead(batch.timeMicros(i), openMicros)
        && dumps.collect(
                slots[RouteOps.place(source)],
                OpWords.sequence(batch.ops(), i),
                batch.prefix(i),
                source,
                OpWords.origin(batch.ops(), i),
                batch.pathId(i))
            != TableDumps.Fate.HAS_TO_WAIT;
  }

  private RouteOps opsIn(long windowEndMicros) {
    RouteOps ops = pending.in(windowEndMicros);
    if (ops == null) {
      ops = new RouteOps();
      pending.put(windowEndMicros, ops);
    }
    return ops;
  }

  /**
   * Closes the window that ends at {@code windowEndMicros}, and all before it: applies what waits,
   * then judges.
   *
   * @param standings what holds at the window's end; the same object as before if nothing has
   *     changed, never the same object if something has
   * @param listener hears of each prefix that changed or was confirmed as lost, once, in no order
   */
  public void settle(long windowEndMicros, Standings standings, VisibilityListener listener) {
    int day = (int) Math.floorDiv(windowEndMicros, DAY_MICROS);
    boolean newDay =
        settledUntilMicros != Long.MIN_VALUE && day > Math.floorDiv(settledUntilMicros, DAY_MICROS);
    boolean everybody = adoptStandings(standings);
    votersDiffer = everybody;
    Map.Entry<Long, RouteOps> ended = pending.takeEndedBy(windowEndMicros);
    while (ended != null) {
      RouteOps ops = ended.getValue();
      ops.sort();
      for (int i = 0; i < ops.size(); i++) {
        apply(ops, i, ended.getKey());
      }
      int chunks = ops.chunks();
      ops.release(spare);
      spare.keepAtMost(chunks + 2);
      ended = pending.takeEndedBy(windowEndMicros);
    }
    everybody |= dumps.finish(windowEndMicros, paths, this);
    settledUntilMicros = windowEndMicros;
    if (newDay) {
      new DailySweep(rows, slots, day).sweep();
      everybody = true;
      membersMayDiffer = true;
    }
    judge(everybody, day, listener);
    if (newDay) {
      forgetWithoutMembers();
    }
  }

  /** Whether the vote on every prefix has to be counted again. */
  private boolean adoptStandings(Standings standings) {
    if (standings == adopted && adoptedSlots == slots.given()) {
      return false;
    }
    adopted = standings;
    adoptedSlots = slots.given();
    boolean everybody = false;
    for (int slot = 0; slot < slots.size(); slot++) {
      if (slots.isFree(slot)) {
        continue;
      }
      SessionStanding now = standings.of(SessionStanding.key(slots.sessionId(slot), family));
      if (now != null && !now.equals(slots.standing(slot))) {
        everybody |= adopt(slot, now);
      }
    }
    return everybody;
  }

  private boolean adopt(int slot, SessionStanding now) {
    SessionStanding before = slots.standing(slot);
    if (now.isRetired()) {
      retire(slot);
      return true;
    }
    slots.setStanding(slot, now);
    boolean reset =
        before == null
            ? now.resetAtMicros() != Long.MIN_VALUE
            : now.resetAtMicros() != before.resetAtMicros()
                || now.resetSequence() != before.resetSequence();
    if (reset) {
      rows.has().clearSlot(slot);
      paths.removeSlot(slot);
    }
    dumps.adopt(slot, before, now);
    return reset || now.votes() != (before != null && before.votes());
  }

  private void retire(int slot) {
    rows.has().clearSlot(slot);
    rows.members().clearSlot(slot);
    rows.held().clearSlot(slot);
    paths.removeSlot(slot);
    dumps.retire(slot);
    boolean isAwaited = pending.contents().stream().anyMatch(ops -> ops.hasAnyOf(slot));
    if (isAwaited) {
      slots.forgetStanding(slot);
    } else {
      slots.retire(slot);
    }
    membersMayDiffer = true;
  }

  private void apply(RouteOps ops, int i, long windowEndMicros) {
    int slot = RouteOps.place(ops.source(i));
    int kind = RouteOps.kind(ops.source(i));
    long prefix = ops.prefix(i);
    if (kind == RouteOps.RIB_ROW) {
      dumps.collectWaited(
          slot, ops.sequence(i), prefix, ops.source(i), ops.origin(i), ops.pathId(i));
      return;
    }
    boolean counts = isSinceReset(slots.standing(slot), ops.timeMicros(i), ops.sequence(i));
    int row = rows.findOrAdd(prefix);
    dumps.tell(row, slot, ops.timeMicros(i), windowEndMicros);
    if (kind == RouteOps.ANNOUNCE) {
      announced(row, slot, ops, i, counts);
    } else if (counts) {
      withdrawn(row, slot, ops, i);
    }
    touch(row);
  }

  private void announced(int row, int slot, RouteOps ops, int i, boolean counts) {
    becomeMember(row, slot);
    if (!counts) {
      return;
    }
    rows.has().set(row, slot);
    rows.tellOrigin(row, ops.origin(i));
    if (RouteOps.isOfOnePath(ops.source(i))) {
      paths.add(ops.prefix(i), slot, ops.pathId(i));
    }
  }

  /**
   * A young prefix takes everybody who tells of it; one that lost its last member is young again.
   */
  private void becomeMember(int row, int slot) {
    if (rows.members().isEmpty(row)) {
      rows.setYoung(row);
    }
    if (!rows.isMature(row) && !rows.members().get(row, slot)) {
      rows.members().set(row, slot);
      membersMayDiffer = true;
    }
  }

  private void withdrawn(int row, int slot, RouteOps ops, int i) {
    if (RouteOps.isOfOnePath(ops.source(i))) {
      paths.remove(ops.prefix(i), slot, ops.pathId(i));
      if (paths.hasAny(ops.prefix(i), slot)) {
        return;
      }
    } else if (!paths.isEmpty()) {
      paths.removeAll(ops.prefix(i), slot);
    }
    rows.has().clear(row, slot);
  }

  @Override
  public void shown(int row, int slot, int origin) {
    becomeMember(row, slot);
    rows.has().set(row, slot);
    rows.tellOrigin(row, origin);
  }

  @Override
  public void missing(int row, int slot) {
    rows.has().clear(row, slot);
  }

  private static boolean isSinceReset(
      @Nullable SessionStanding standing, long timeMicros, long sequence) {
    if (standing == null || timeMicros != standing.resetAtMicros()) {
      return standing == null || timeMicros > standing.resetAtMicros();
    }
    return sequence >= standing.resetSequence();
  }

  private void touch(int row) {
    if (!rows.touch(row)) {
      return;
    }
    if (touchedRows == touched.length) {
      touched = Arrays.copyOf(touched, 2 * touchedRows);
    }
    touched[touchedRows++] = row;
  }

  private void judge(boolean everybody, int day, VisibilityListener listener) {
    PrefixVote vote = new PrefixVote(slots);
    if (everybody) {
      for (int row = 0; row < rows.size(); row++) {
        judge(row, vote, day, listener);
      }
    } else {
      for (int i = 0; i < touchedRows; i++) {
        judge(touched[i], vote, day, listener);
      }
    }
    touchedRows = 0;
    touched = touched.length > 1024 ? new int[16] : touched;
  }

  private void judge(int row, PrefixVote vote, int day, VisibilityListener listener) {
    rows.settle(row);
    Visibility before = rows.visibility(row);
    Visibility after = vote.on(rows, row);
    if (after == before && (after != Visibility.LOST || rows.isConfirmed(row))) {
      return;
    }
    int collectors = after == Visibility.LOST ? vote.collectorsWithout(rows, row) : 0;
    if (after == before && collectors < CONFIRMED_BY) {
      return;
    }
    if (after != before) {
      rows.setVisibility(row, after);
      if (after == Visibility.LOST) {
        rows.setLostDay(row, day);
      }
    }
    if (collectors >= CONFIRMED_BY) {
      rows.setConfirmed(row);
    }
    listener.changed(
        new VisibilityChange(
            rows.prefix(row),
            before,
            after,
            Integer.toUnsignedLong(rows.origin(row)),
            vote.members(),
            vote.votes(),
            collectors));
  }

  /**
   * Tells of all prefixes what was told of them so far, as if for the first time and without a
   * vote: for a listener who has forgotten it all.
   */
  void tellAll(VisibilityListener listener) {
    for (int row = 0; row < rows.size(); row++) {
      Visibility told = rows.visibility(row);
      if (told != Visibility.UNTRACKED) {
        long origin = Integer.toUnsignedLong(rows.origin(row));
        listener.changed(
            new VisibilityChange(rows.prefix(row), Visibility.UNTRACKED, told, origin, 0, 0, 0));
      }
    }
  }

  private void forgetWithoutMembers() {
    int[] moved = rows.forgetWithoutMembers(dumps.rowsNeeded());
    if (moved != null) {
      dumps.move(moved);
    }
    paths.removeUnless(
        (prefix, slot) -> {
          int row = rows.find(prefix);
          return row >= 0 && rows.has().get(row, slot);
        });
  }

  /** Whether there can be other members than were told last. */
  boolean membersMayDiffer() {
    return membersMayDiffer;
  }

  /** Whether others vote than in the window before. */
  boolean votersDiffer() {
    return votersDiffer;
  }

  void membersAreTold() {
    membersMayDiffer = false;
  }

  PrefixRows rows() {
    return rows;
  }

  SessionSlots slots() {
    return slots;
  }

  /**
   * A table as plain columns, on their way to or from a serializer.
   *
   * @param sessions slot by slot
   * @param pendingEnds the ends of the windows that operations wait in
   * @param pending the operations that wait, window by window
   * @param paths the paths of ADD-PATH sessions' routes
   */
  @SuppressWarnings("ArrayRecordComponent") // columns, never compared
  public record Snapshot(
      long windowMicros,
      IpFamily family,
      long settledUntilMicros,
      SessionSlots.Columns sessions,
      PrefixRows.Columns rows,
      PairNumbers.Columns paths,
      TableDumps.Columns dumps,
      long[] pendingEnds,
      List<RouteOps.Columns> pending) {}

  /**
   * All that there is to know of the table between two windows or within one; shares nothing with
   * it.
   */
  public Snapshot snapshot() {
    return snapshot(pending.ends(), pending.contents().stream().map(RouteOps::columns).toList());
  }

  /** A table that goes its own way from here. */
  RouteTable copy() {
    RouteTable copy = restore(snapshot(new long[0], List.of()), pending.copy(RouteOps::copy));
    copy.membersMayDiffer = membersMayDiffer;
    return copy;
  }

  private Snapshot snapshot(long[] pendingEnds, List<RouteOps.Columns> waiting) {
    return new Snapshot(
        pending.windowMicros(),
        family,
        settledUntilMicros,
        slots.columns(),
        rows.columns(),
        paths.columns(),
        dumps.columns(),
        pendingEnds,
        waiting);
  }

  /** The table that a snapshot was taken of; takes the snapshot's columns over. */
  public static RouteTable restore(Snapshot snapshot) {
    WaitingWindows<RouteOps> pending = new WaitingWindows<>(snapshot.windowMicros());
    for (int i = 0; i < snapshot.pendingEnds().length; i++) {
      pending.put(snapshot.pendingEnds()[i], RouteOps.of(snapshot.pending().get(i)));
    }
    return restore(snapshot, pending);
  }

  private static RouteTable restore(Snapshot snapshot, WaitingWindows<RouteOps> pending) {
    RouteTable table =
        new RouteTable(
            snapshot.family(),
            PrefixRows.of(snapshot.rows()),
            SessionSlots.of(snapshot.sessions()),
            pending);
    table.settledUntilMicros = snapshot.settledUntilMicros();
    table.paths = PairNumbers.of(snapshot.paths());
    table.dumps.restore(snapshot.dumps());
    table.membersMayDiffer = true;
    return table;
  }
}
