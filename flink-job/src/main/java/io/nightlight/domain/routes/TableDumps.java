package io.nightlight.domain.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a collector's table dumps together with its updates (pitfall P25).
 *
 * <p>A dump's row counts as an announcement unless the session said something of the prefix since a
 * minute before the dump was begun; when the dump has come to its end, what the session neither
 * showed in it nor said since then is no longer its. A dump that never ends takes nothing away.
 */
final class TableDumps {
  /**
   * An update this long before a dump was begun may be missing from it: bgpview's
   * RT_RIB_BACKLOG_TIME.
   */
  private static final long BACKLOG_MICROS = 60_000_000L;

  /** Rows of a dump come at most this long after it was begun when no row has been met yet. */
  private static final long NOTICE_MICROS = 180_000_000L;

  /** A dump that takes longer is taken for abandoned. */
  private static final long LONGEST_MICROS = 3_600_000_000L;

  private final PrefixRows rows;
  private final SessionSlots slots;
  private final Deque<RouteOps> remembered = new ArrayDeque<>();
  private final List<Integer> ended = new ArrayList<>();
  private Map<Integer, Set<Long>> toldSince = Map.of();

  TableDumps(PrefixRows rows, SessionSlots slots) {
    this.rows = rows;
    this.slots = slots;
  }

  /** Notes what a new standing says of the session's dumps. */
  void adopt(int slot, @Nullable SessionStanding before, SessionStanding now) {
    long startedBefore = before == null ? 0 : before.ribStartedAtMicros();
    long endedBefore = before == null ? 0 : before.ribEndedMicros();
    boolean endsWithoutRows = now.ribEndedMicros() > now.ribStartedAtMicros();
    boolean isOlder = now.ribEndedMicros() < now.ribStartedAtMicros();
    if (now.ribStartedAtMicros() != startedBefore || endsWithoutRows) {
      rows.clearSlot(PrefixRows.RIB, slot);
    }
    boolean isRecent = now.ribEndedMicros() > now.effectiveAtMicros() - LONGEST_MICROS;
    if (now.ribEndedMicros() != endedBefore && isRecent && !isOlder) {
      ended.add(slot);
    }
  }

  /**
   * Looks up, where a dump needs it, which prefixes each session spoke of since shortly before its
   * dump.
   */
  void begin(List<RouteOps> due) {
    boolean needed = !ended.isEmpty() || due.stream().anyMatch(RouteOps::hasRows);
    if (!needed) {
      toldSince = Map.of();
      return;
    }
    toldSince = new HashMap<>();
    remembered.forEach(this::noteTold);
    due.forEach(this::noteTold);
  }

  private void noteTold(RouteOps ops) {
    for (int i = 0; i < ops.size(); i++) {
      long dump = latestDump(slots.standing(ops.slot(i)));
      boolean isUpdate = ops.kind(i) != RouteOps.RIB_ROW;
      if (isUpdate && dump != 0 && ops.timeMicros(i) >= dump - BACKLOG_MICROS) {
        toldSince.computeIfAbsent(ops.slot(i), s -> new HashSet<>()).add(ops.prefix(i));
      }
    }
  }

  /** When the latest dump was begun, with rows of the session or without; 0 if there was none. */
  private static long latestDump(@Nullable SessionStanding standing) {
    return standing == null
        ? 0
        : Math.max(standing.ribStartedAtMicros(), standing.ribEndedMicros());
  }

  /** Notes a dump's row; whether it counts as an announcement. */
  boolean rowCounts(int row, int slot) {
    rows.set(row, PrefixRows.RIB, slot);
    return !toldSince.getOrDefault(slot, Set.of()).contains(rows.prefix(row));
  }

  /**
   * Takes away what finished dumps did not show, and remembers what unfinished ones will need.
   *
   * @return whether routes were taken away
   */
  boolean finish(long windowEndMicros, List<RouteOps> due) {
    boolean any = !ended.isEmpty();
    if (!any && due.isEmpty() && remembered.isEmpty() && !rows.hasRibColumn()) {
      return false;
    }
    for (int slot : ended) {
      Set<Long> told = toldSince.getOrDefault(slot, Set.of());
      for (int row = 0; row < rows.capacity(); row++) {
        if (rows.isRow(row)
            && rows.get(row, PrefixRows.HAS, slot)
            && !rows.get(row, PrefixRows.RIB, slot)
            && !told.contains(rows.prefix(row))) {
          rows.clear(row, PrefixRows.HAS, slot);
        }
      }
    }
    ended.clear();
    toldSince = Map.of();
    due.forEach(ops -> remembered.add(ops.updates()));
    long since = earliestNeeded(windowEndMicros);
    remembered.removeIf(ops -> ops.size() == 0 || ops.latestMicros() < since);
    return any;
  }

  private long earliestNeeded(long windowEndMicros) {
    long since = windowEndMicros - NOTICE_MICROS;
    boolean underWay = false;
    for (int slot = 0; slot < slots.size(); slot++) {
      SessionStanding standing = slots.standing(slot);
      if (standing != null
          && standing.ribStartedAtMicros() > standing.ribEndedMicros()
          && standing.ribStartedAtMicros() > windowEndMicros - LONGEST_MICROS) {
        underWay = true;
        since = Math.min(since, standing.ribStartedAtMicros() - BACKLOG_MICROS);
      }
    }
    if (!underWay) {
      rows.dropRibColumn();
    }
    return since;
  }

  Collection<RouteOps> remembered() {
    return remembered;
  }

  void remember(List<RouteOps> ops) {
    remembered.addAll(ops);
  }
}
