package io.nightlight.domain.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings a collector's table dumps together with its updates (pitfall P25).
 *
 * <p>The rows of a session's dump fill a second table of the session as they come, in any order;
 * when the dump has come to its end, that table takes the place of the first, but for what the
 * session said since a minute before the dump was begun. A dump that never ends takes nothing away;
 * what it showed counts as announced when it is given up, an hour after it was begun. Dumps of one
 * session are taken to lie two hours apart, or to be read in their order.
 */
public final class TableDumps {
  /**
   * An update this long before a dump was begun may be missing from it: bgpview's
   * RT_RIB_BACKLOG_TIME.
   */
  private static final long BACKLOG_MICROS = 60_000_000L;

  /** A session's first row comes at most this long after its dump was begun. */
  private static final long NOTICE_MICROS = 180_000_000L;

  /** A dump that takes longer is given up. */
  private static final long LONGEST_MICROS = 3_600_000_000L;

  private static final int NO_ORIGIN = 0;

  private final PrefixRows rows;
  private final SessionSlots slots;

  /** By slot: when the dump was begun whose rows are being collected; 0 if none is. */
  private long[] collecting = new long[8];

  /** By slot: when the latest dump was begun that ended or was given up. */
  private long[] done = new long[8];

  /**
   * By slot: since when what the session says wins over the dump under way; else the far future.
   */
  private long[] winsSince = {};

  private @Nullable SlotBits shown;
  private @Nullable SlotBits told;

  /** By row: an origin that a dump showed; what other sessions' rows showed instead follows. */
  private int[] origins = {};

  private PairNumbers otherOrigins = new PairNumbers();
  private PairNumbers paths = new PairNumbers();
  private final Deque<ToldPairs> lately = new ArrayDeque<>();
  private final List<Integer> ended = new ArrayList<>();

  TableDumps(PrefixRows rows, SessionSlots slots) {
    this.rows = rows;
    this.slots = slots;
  }

  /** What becomes of a dump's row. */
  enum Fate {
    COLLECTED,
    /**
     * An earlier dump of the session has not been settled: the row's window has to be waited for.
     */
    HAS_TO_WAIT,
    /** Its dump has ended, was given up, or a later one is being collected: it says nothing. */
    TOO_LATE
  }

  /**
   * Whether a row came so long before its window is settled that all of an earlier dump can still
   * be to come: it has to wait for its window. Most don't, so that a table of millions of rows need
   * not lie in memory twice.
   *
   * @param openMicros up to when windows have passed; {@link Long#MIN_VALUE} before the first, when
   *     there is no table yet that a dump could take anything away from
   */
  static boolean isReadAhead(long timeMicros, long openMicros) {
    return openMicros != Long.MIN_VALUE && timeMicros > openMicros + LONGEST_MICROS;
  }

  /** Takes in a row of a dump. */
  Fate collect(int slot, long startedMicros, long prefix, int source, int origin, int pathId) {
    makeRoomFor(slot);
    if (startedMicros <= done[slot] || startedMicros < collecting[slot]) {
      return Fate.TOO_LATE;
    }
    if (collecting[slot] != 0 && startedMicros > collecting[slot]) {
      return Fate.HAS_TO_WAIT;
    }
    collecting[slot] = startedMicros;
    int row = rows.findOrAdd(prefix);
    boolean isAgain = shownBits().get(row, slot);
    collectOrigin(row, slot, prefix, isAgain ? smaller(origin, originShown(row, slot)) : origin);
    shownBits().set(row, slot);
    if (RouteOps.isOfOnePath(source)) {
      paths.add(prefix, slot, pathId);
    }
    return Fate.COLLECTED;
  }

  /** Takes in a row that had to wait, now that all before its window is settled. */
  void collectWaited(
      int slot, long startedMicros, long prefix, int source, int origin, int pathId) {
    makeRoomFor(slot);
    if (startedMicros > collecting[slot]) {
      forget(slot);
    }
    collect(slot, startedMicros, prefix, source, origin, pathId);
  }

  private void makeRoomFor(int slot) {
    if (slot >= collecting.length) {
      collecting = Arrays.copyOf(collecting, 2 * slot);
      done = Arrays.copyOf(done, 2 * slot);
    }
  }

  private SlotBits shownBits() {
    shown = fitted(shown);
    return shown;
  }

  private SlotBits toldBits() {
    told = fitted(told);
    return told;
  }

  /** With room for all rows. */
  private SlotBits fitted(@Nullable SlotBits bits) {
    if (bits == null) {
      return new SlotBits(rows.words(), rows.capacity());
    }
    if (bits.words() != rows.words() || bits.rows() < rows.size()) {
      bits.resize(rows.words(), rows.capacity());
    }
    return bits;
  }

  /** Of several paths' origins the smallest, so that their order doesn't matter. */
  private static int smaller(int one, int other) {
    if (one == NO_ORIGIN || other == NO_ORIGIN) {
      return one == NO_ORIGIN ? other : one;
    }
    return Integer.compareUnsigned(one, other) < 0 ? one : other;
  }

  /** Sessions mostly agree on the origin, so that one a row stands for them. */
  private void collectOrigin(int row, int slot, long prefix, int origin) {
    if (row >= origins.length) {
      origins = Arrays.copyOf(origins, rows.capacity());
    }
    if (origins[row] == NO_ORIGIN) {
      origins[row] = origin;
    }
    otherOrigins.removeAll(prefix, slot);
    if (origins[row] != origin || origin == NO_ORIGIN) {
      otherOrigins.add(prefix, slot, origin);
    }
  }

  /** Notes what a new standing says of the session's dumps. */
  void adopt(int slot, @Nullable SessionStanding before, SessionStanding now) {
    makeRoomFor(slot);
    long startedBefore = before == null ? 0 : before.ribStartedAtMicros();
    long endedBefore = before == null ? 0 : before.ribEndedMicros();
    if (now.ribStartedAtMicros() != startedBefore) {
      begin(slot, now.ribStartedAtMicros());
    }
    if (now.ribEndedMicros() != endedBefore) {
      if (now.ribEndedMicros() > now.ribStartedAtMicros()) {
        begin(slot, now.ribEndedMicros());
      }
      ended.add(slot);
    }
  }

  private void begin(int slot, long startedMicros) {
    if (winsSince.length <= slot) {
      int known = winsSince.length;
      winsSince = Arrays.copyOf(winsSince, slots.size());
      Arrays.fill(winsSince, known, winsSince.length, Long.MAX_VALUE);
    }
    if (collecting[slot] < startedMicros) {
      forget(slot);
    }
    winsSince[slot] = startedMicros - BACKLOG_MICROS;
    SlotBits bits = toldBits();
    bits.clearSlot(slot);
    for (ToldPairs window : lately) {
      if (window.windowEndMicros() > winsSince[slot]) {
        window.forEach(
            (row, teller) -> {
              if (teller == slot) {
                bits.set(row, slot);
              }
            });
      }
    }
  }

  /** Notes that a session said something of a prefix. */
  void tell(int row, int slot, long timeMicros, long windowEndMicros) {
    ToldPairs window = lately.peekLast();
    if (window == null || window.windowEndMicros() != windowEndMicros) {
      window =
          window == null
              ? new ToldPairs(windowEndMicros)
              : window.next(windowEndMicros, rows.size(), slots.size());
      lately.addLast(window);
    }
    window.add(row, slot, rows.size(), slots.size());
    if (slot < winsSince.length && timeMicros >= winsSince[slot]) {
      toldBits().set(row, slot);
    }
  }

  /** Hears of the rows that changed hands. */
  interface Swap {
    /** The session has the prefix by the dump's word, and by that of no update. */
    void shown(int row, int slot, int origin);

    /** The dump did not show the prefix, and the session said nothing of it. */
    void missing(int row, int slot);
  }

  /**
   * Gives the tables of finished dumps their place.
   *
   * @param routePaths the paths of the routes in the tables
   * @return whether routes could have changed
   */
  boolean finish(long windowEndMicros, PairNumbers routePaths, Swap swap) {
    boolean any = false;
    for (int slot : ended) {
      SessionStanding standing = slots.standing(slot);
      if (standing != null) {
        any |= end(slot, standing, windowEndMicros, routePaths, swap);
      }
    }
    ended.clear();
    for (int slot = 0; slot < collecting.length; slot++) {
      if (collecting[slot] != 0 && collecting[slot] <= windowEndMicros - LONGEST_MICROS) {
        any |= giveUp(slot, routePaths, swap);
        settle(slot);
      }
    }
    dropWhatNoDumpNeeds(windowEndMicros);
    return any;
  }

  private boolean end(
      int slot, SessionStanding standing, long windowEndMicros, PairNumbers routePaths, Swap swap) {
    long started = standing.ribEndedMicros();
    boolean isThis = collecting[slot] == started;
    boolean isLatest = standing.ribStartedAtMicros() <= started && started > done[slot];
    boolean isInTime = started > windowEndMicros - LONGEST_MICROS;
    if (!isInTime || !isThis && !isLatest) {
      return false;
    }
    boolean counts = started >= standing.resetAtMicros();
    if (counts) {
      giveWay(slot, isThis, routePaths, swap);
    }
    if (isThis) {
      settle(slot);
    } else {
      done[slot] = started;
      if (collecting[slot] < started) {
        forget(slot);
      }
    }
    return counts;
  }

  /**
   * @param isCollected whether what is collected is of the dump; if not, the dump has no row here
   */
  private void giveWay(int slot, boolean isCollected, PairNumbers routePaths, Swap swap) {
    SlotBits wins = toldBits();
    SlotBits has = rows.has();
    for (int row = 0; row < rows.size(); row++) {
      if (wins.get(row, slot)) {
        continue;
      }
      boolean isShown = isCollected && shownBits().get(row, slot);
      if (isShown || has.get(row, slot)) {
        long prefix = rows.prefix(row);
        routePaths.removeAll(prefix, slot);
        if (isShown) {
          swap.shown(row, slot, originShown(row, slot));
        } else {
          swap.missing(row, slot);
        }
      }
    }
    if (isCollected) {
      takePaths(slot, wins, routePaths);
    }
  }

  /** What an unfinished dump showed is believed; what it did not show says nothing. */
  private boolean giveUp(int slot, PairNumbers routePaths, Swap swap) {
    SessionStanding standing = slots.standing(slot);
    if (standing == null || collecting[slot] < standing.resetAtMicros()) {
      return false;
    }
    SlotBits wins = toldBits();
    for (int row = 0; row < rows.size(); row++) {
      if (shownBits().get(row, slot) && !wins.get(row, slot)) {
        swap.shown(row, slot, originShown(row, slot));
      }
    }
    takePaths(slot, wins, routePaths);
    return true;
  }

  private void takePaths(int slot, SlotBits wins, PairNumbers routePaths) {
    if (paths.isEmpty()) {
      return;
    }
    PairNumbers.Columns all = paths.columns();
    for (int i = 0; i < all.slots().length; i++) {
      if (all.slots()[i] == slot && !wins.get(rows.find(all.prefixes()[i]), slot)) {
        routePaths.add(all.prefixes()[i], slot, all.numbers()[i]);
      }
    }
  }

  private int originShown(int row, int slot) {
    return otherOrigins.isEmpty()
        ? origins[row]
        : otherOrigins.anyOf(rows.prefix(row), slot, origins[row]);
  }

  private void settle(int slot) {
    done[slot] = Math.max(done[slot], collecting[slot]);
    if (slot < winsSince.length) {
      winsSince[slot] = Long.MAX_VALUE;
    }
    forget(slot);
  }

  /** Drops what the session's dump has shown so far. */
  void forget(int slot) {
    if (slot < collecting.length) {
      collecting[slot] = 0;
    }
    if (shown != null) {
      // As wide as the rows: in a narrower matrix the place of the slot is another slot's.
      shownBits().clearSlot(slot);
    }
    paths.removeSlot(slot);
    otherOrigins.removeSlot(slot);
  }

  /** As if the slot's session had never been heard of. */
  void retire(int slot) {
    forget(slot);
    if (slot < done.length) {
      done[slot] = 0;
    }
    if (slot < winsSince.length) {
      winsSince[slot] = Long.MAX_VALUE;
    }
    for (int i = lately.size(); i > 0; i--) {
      lately.addLast(lately.removeFirst().without(slot, rows.size()));
    }
  }

  private void dropWhatNoDumpNeeds(long windowEndMicros) {
    while (!lately.isEmpty()
        && lately.peekFirst().windowEndMicros() <= windowEndMicros - NOTICE_MICROS) {
      lately.removeFirst();
    }
    boolean underWay = false;
    for (long started : collecting) {
      underWay |= started != 0;
    }
    for (long since : winsSince) {
      underWay |= since != Long.MAX_VALUE && since > windowEndMicros - LONGEST_MICROS;
    }
    if (!underWay) {
      shown = null;
      told = null;
      origins = new int[0];
      winsSince = new long[0];
    }
  }

  /** Rows that a dump under way has shown, or that one to come may have to be compared with. */
  IntPredicate rowsNeeded() {
    BitSet toldLately = new BitSet();
    lately.forEach(window -> window.forEach((row, slot) -> toldLately.set(row)));
    return row -> toldLately.get(row) || isSet(shown, row) || isSet(told, row);
  }

  private static boolean isSet(@Nullable SlotBits bits, int row) {
    return bits != null && row < bits.rows() && !bits.isEmpty(row);
  }

  /** Rows have moved; see {@link PrefixRows#forgetWithoutMembers}. */
  void move(int[] moved) {
    for (int i = lately.size(); i > 0; i--) {
      lately.addLast(lately.removeFirst().moved(moved));
    }
    shown = shown == null ? null : moved(shown, moved);
    told = told == null ? null : moved(told, moved);
    int[] before = origins;
    origins = before.length == 0 ? before : new int[rows.capacity()];
    for (int row = 0; row < Math.min(before.length, moved.length); row++) {
      if (moved[row] >= 0) {
        origins[moved[row]] = before[row];
      }
    }
  }

  private SlotBits moved(SlotBits bits, int[] moved) {
    SlotBits to = new SlotBits(bits.words(), Math.max(rows.capacity(), 1));
    for (int row = 0; row < Math.min(bits.rows(), moved.length); row++) {
      if (moved[row] >= 0) {
        for (int w = 0; w < bits.words(); w++) {
          to.setWord(moved[row], w, bits.word(row, w));
        }
      }
    }
    return to;
  }

  /**
   * What is known of dumps.
   *
   * @param collecting by slot
   * @param done by slot
   * @param winsSince by slot, or shorter
   * @param shown row by row, as wide as the rows; empty if nothing is
   * @param told likewise
   * @param origins by row, or shorter
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(
      long[] collecting,
      long[] done,
      long[] winsSince,
      long[] shown,
      long[] told,
      int[] origins,
      PairNumbers.Columns otherOrigins,
      PairNumbers.Columns paths,
      List<ToldPairs.Columns> lately) {

    /** Nothing known. */
    public static Columns none() {
      return new Columns(
          new long[0],
          new long[0],
          new long[0],
          new long[0],
          new long[0],
          new int[0],
          PairNumbers.Columns.NONE,
          PairNumbers.Columns.NONE,
          List.of());
    }
  }

  /** Changes nothing here: a checkpoint may be reading the same object. */
  Columns columns() {
    return new Columns(
        collecting.clone(),
        done.clone(),
        winsSince.clone(),
        shown == null ? new long[0] : shown.firstRows(rows.words(), rows.size()),
        told == null ? new long[0] : told.firstRows(rows.words(), rows.size()),
        Arrays.copyOf(origins, Math.min(origins.length, rows.size())),
        otherOrigins.columns(),
        paths.columns(),
        lately.stream().map(ToldPairs::columns).toList());
  }

  /** Takes over what was known. */
  void restore(Columns columns) {
    collecting = Arrays.copyOf(columns.collecting(), Math.max(8, columns.collecting().length));
    done = Arrays.copyOf(columns.done(), collecting.length);
    winsSince = columns.winsSince();
    shown = columns.shown().length == 0 ? null : new SlotBits(rows.words(), columns.shown());
    told = columns.told().length == 0 ? null : new SlotBits(rows.words(), columns.told());
    origins = columns.origins();
    otherOrigins = PairNumbers.of(columns.otherOrigins());
    paths = PairNumbers.of(columns.paths());
    columns.lately().forEach(window -> lately.addLast(ToldPairs.of(window)));
  }
}
