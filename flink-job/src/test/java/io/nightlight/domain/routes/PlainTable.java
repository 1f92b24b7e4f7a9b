package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.RouteStory.Op;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of a shard's tables written down as plainly as can be: sets of sessions, nothing ever
 * forgotten but what the rules forget, everything judged again in every window.
 */
final class PlainTable {
  private static final long DAY = 86_400_000_000L;
  private static final long MINUTE = 60_000_000L;

  private static final class Row {
    final Set<Long> has = new HashSet<>();
    final Map<Long, Set<Integer>> paths = new HashMap<>();
    final Set<Long> members = new HashSet<>();
    Set<Long> held = new HashSet<>();
    boolean young = true;
    boolean everHeld;
    long lostDay;
    int origin;
    final TreeSet<Integer> originsNow = new TreeSet<>();
    Visibility visibility = Visibility.UNTRACKED;

    Set<Integer> pathsOf(long session) {
      return paths.computeIfAbsent(session, s -> new HashSet<>());
    }

    void beTold(long session) {
      if (members.isEmpty()) {
        young = true;
        everHeld = false;
      }
      if (young) {
        members.add(session);
      }
    }

    void lose(long session) {
      has.remove(session);
      paths.remove(session);
    }
  }

  /** An update, and the end of the window in which it was applied. */
  private record Told(Op op, long windowEnd) {}

  /** A session's dump under way: when it was begun, and since when it is known of. */
  private record Dump(long started, long knownSince, long settledBefore) {}

  private final TreeMap<Long, Row> rows = new TreeMap<>();
  private final Map<Long, SessionStanding> standings = new HashMap<>();
  private final Map<Long, Long> asns = new HashMap<>();
  private final Map<Long, Dump> dumps = new HashMap<>();
  private final Set<Long> resolved = new HashSet<>();
  private final List<Told> told = new ArrayList<>();
  private final List<Op> dumpRows = new ArrayList<>();
  private List<Op> waiting = new ArrayList<>();
  private long settledUntil = Long.MIN_VALUE;

  void accept(Op op) {
    waiting.add(op);
    asns.put(op.session().id(), op.session().peerAsn());
  }

  /** What changed, as {@code before>after} and the origin, by prefix. */
  Map<Long, String> settle(long end, Map<Long, SessionStanding> now) {
    List<Op> due = waiting.stream().filter(op -> op.atMicros() < end).toList();
    waiting = new ArrayList<>(waiting.stream().filter(op -> op.atMicros() >= end).toList());
    List<Long> finished = new ArrayList<>();
    Map<Long, Visibility> before = new HashMap<>();
    rows.forEach((prefix, row) -> before.put(prefix, row.visibility));
    for (long session : asns.keySet()) {
      if (now.containsKey(session)) {
        adopt(session, now.get(session), end, finished);
      }
    }
    due.stream()
        .filter(op -> op.kind() != RouteOps.RIB_ROW)
        .forEach(op -> told.add(new Told(op, windowEnd(op))));
    due.stream().filter(op -> op.kind() == RouteOps.RIB_ROW).forEach(dumpRows::add);
    due.stream()
        .filter(op -> op.kind() != RouteOps.RIB_ROW)
        .sorted(
            Comparator.comparing(this::windowEnd)
                .thenComparing(Op::atMicros)
                .thenComparing(Op::sequence)
                .thenComparing(Op::kind))
        .forEach(this::apply);
    finished.forEach(this::takeDump);
    dumps.forEach((session, dump) -> giveUp(session, dump, end));
    rows.values().forEach(PlainTable::settleOrigin);
    boolean newDay = settledUntil != Long.MIN_VALUE && end / DAY > settledUntil / DAY;
    if (newDay) {
      sweep(end / DAY);
    }
    settledUntil = end;
    Map<Long, String> changes = new HashMap<>();
    rows.forEach((prefix, row) -> judge(row, end / DAY));
    for (Map.Entry<Long, Row> row : rows.entrySet()) {
      Visibility was = before.getOrDefault(row.getKey(), Visibility.UNTRACKED);
      Visibility is = row.getValue().visibility;
      if (is != was) {
        changes.put(row.getKey(), was + ">" + is + " AS" + row.getValue().origin);
      }
    }
    if (newDay) {
      rows.values().removeIf(row -> row.members.isEmpty());
    }
    return changes;
  }

  private long windowEnd(Op op) {
    return (Math.max(settledUntil, op.atMicros()) / RouteStory.WINDOW + 1) * RouteStory.WINDOW;
  }

  private void adopt(long session, SessionStanding now, long end, List<Long> finished) {
    SessionStanding nothing =
        new SessionStanding(
            session,
            IpFamily.IPV4,
            0,
            0,
            Ballot.ABSTAINS,
            Long.MIN_VALUE,
            0,
            0,
            0,
            0,
            SessionStanding.SEES);
    SessionStanding before = standings.getOrDefault(session, nothing);
    if (now.isRetired()) {
      retire(session);
      return;
    }
    standings.put(session, now);
    if (now.resetAtMicros() != before.resetAtMicros()
        || now.resetSequence() != before.resetSequence()) {
      rows.values().forEach(row -> row.lose(session));
    }
    if (now.ribStartedAtMicros() != before.ribStartedAtMicros()) {
      dumps.put(session, new Dump(now.ribStartedAtMicros(), end, settledUntil));
      resolved.remove(session);
    }
    if (now.ribEndedMicros() != before.ribEndedMicros()
        && now.ribEndedMicros() > end - 60 * MINUTE) {
      finished.add(session);
    }
  }

  private void retire(long session) {
    for (Row row : rows.values()) {
      row.lose(session);
      row.members.remove(session);
      row.held.remove(session);
    }
    standings.remove(session);
    dumps.remove(session);
    told.removeIf(is -> is.op().session().id() == session);
    dumpRows.removeIf(op -> op.session().id() == session);
  }

  private void apply(Op op) {
    long session = op.session().id();
    Row row = rows.computeIfAbsent(op.prefix(), prefix -> new Row());
    if (op.kind() == RouteOps.ANNOUNCE) {
      row.beTold(session);
    }
    SessionStanding standing = standings.get(session);
    boolean isVoid =
        standing != null
            && (op.atMicros() < standing.resetAtMicros()
                || op.atMicros() == standing.resetAtMicros()
                    && op.sequence() < standing.resetSequence());
    if (isVoid) {
      return;
    }
    if (op.kind() == RouteOps.ANNOUNCE) {
      row.has.add(session);
      row.originsNow.add(op.origin());
      if (op.pathId() != 0) {
        row.pathsOf(session).add(op.pathId());
      }
      return;
    }
    if (op.pathId() == 0) {
      row.lose(session);
      return;
    }
    row.pathsOf(session).remove(op.pathId());
    if (row.pathsOf(session).isEmpty()) {
      row.lose(session);
    }
  }

  private boolean isToldSince(long session, Dump dump, long prefix) {
    return told.stream()
        .filter(is -> is.op().session().id() == session && is.op().prefix() == prefix)
        .anyMatch(
            is ->
                is.windowEnd() > dump.settledBefore()
                    ? is.op().atMicros() >= dump.started() - MINUTE
                    : is.windowEnd() > dump.settledBefore() - 3 * MINUTE
                        && is.windowEnd() > dump.started() - MINUTE);
  }

  private List<Op> shown(long session, Dump dump, long prefix) {
    return dumpRows.stream()
        .filter(op -> op.session().id() == session && op.prefix() == prefix)
        .filter(op -> op.ribStart() == dump.started())
        .toList();
  }

  private void takeDump(long session) {
    Dump dump = dumps.get(session);
    if (dump == null || !resolved.add(session) || isBeforeReset(session, dump)) {
      return;
    }
    dumpRows.stream()
        .filter(op -> op.session().id() == session && op.ribStart() == dump.started())
        .forEach(op -> rows.computeIfAbsent(op.prefix(), prefix -> new Row()));
    rows.forEach(
        (prefix, row) -> {
          if (!isToldSince(session, dump, prefix)) {
            row.lose(session);
            show(session, row, shown(session, dump, prefix));
          }
        });
  }

  private boolean isBeforeReset(long session, Dump dump) {
    return dump.started() < standings.get(session).resetAtMicros();
  }

  private static void show(long session, Row row, List<Op> shown) {
    for (Op op : shown) {
      row.has.add(session);
      if (op.pathId() != 0) {
        row.pathsOf(session).add(op.pathId());
      }
      row.beTold(session);
    }
    shown.forEach(op -> row.originsNow.add(op.origin()));
  }

  private void giveUp(long session, Dump dump, long end) {
    if (dump.started() > end - 60 * MINUTE || !resolved.add(session)) {
      return;
    }
    if (isBeforeReset(session, dump)) {
      return;
    }
    for (Op op : dumpRows) {
      if (op.session().id() == session && op.ribStart() == dump.started()) {
        Row row = rows.computeIfAbsent(op.prefix(), prefix -> new Row());
        if (!isToldSince(session, dump, op.prefix())) {
          show(session, row, shown(session, dump, op.prefix()));
        }
      }
    }
  }

  private static void settleOrigin(Row row) {
    row.originsNow.remove(0);
    if (!row.originsNow.isEmpty()) {
      row.origin = row.originsNow.first();
      row.originsNow.clear();
    }
  }

  private void sweep(long day) {
    for (Row row : rows.values()) {
      boolean wasYoung = row.young;
      if (!row.young) {
        boolean mayLeave = vote(row) == Visibility.VISIBLE;
        for (long session : asns.keySet()) {
          boolean hasNow = row.has.contains(session);
          boolean hadThen = row.held.contains(session);
          if (hasNow && hadThen) {
            row.members.add(session);
          }
          if (!hasNow && !hadThen && votes(session) && mayLeave) {
            row.members.remove(session);
          }
        }
      }
      row.young = false;
      row.held = new HashSet<>(row.has);
      row.everHeld |= !row.has.isEmpty();
      boolean flickered = !wasYoung && !row.everHeld;
      if (row.visibility == Visibility.LOST && (flickered || day - row.lostDay >= 40)) {
        row.members.clear();
        row.members.addAll(row.has);
      }
    }
  }

  private boolean votes(long session) {
    return standings.containsKey(session) && standings.get(session).votes();
  }

  private void judge(Row row, long day) {
    Visibility now = vote(row);
    if (now == Visibility.LOST && row.visibility != Visibility.LOST) {
      row.lostDay = day;
    }
    row.visibility = now;
  }

  private Visibility vote(Row row) {
    Set<Long> members = new HashSet<>();
    Set<Long> voters = new HashSet<>();
    Set<Long> having = new HashSet<>();
    for (long session : row.members) {
      members.add(asns.get(session));
      if (votes(session)) {
        voters.add(asns.get(session));
        if (row.has.contains(session)) {
          having.add(asns.get(session));
        }
      }
    }
    if (members.isEmpty()) {
      return Visibility.UNTRACKED;
    }
    if (voters.size() < Math.min(3, members.size())) {
      return Visibility.UNKNOWN;
    }
    return 2 * having.size() >= voters.size() ? Visibility.VISIBLE : Visibility.LOST;
  }
}
