package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.RouteStory.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of a shard's table written down as plainly as can be: sets of sessions, nothing ever
 * forgotten, everything judged again in every window.
 */
final class PlainTable {
  private static final long DAY = 86_400_000_000L;
  private static final long MINUTE = 60_000_000L;

  private static final class Row {
    final Set<Long> has = new HashSet<>();
    final Set<Long> members = new HashSet<>();
    Set<Long> held = new HashSet<>();
    final Map<Long, Long> shownInDump = new HashMap<>();
    boolean young = true;
    long lostDay;
    Visibility visibility = Visibility.UNTRACKED;
  }

  private final TreeMap<Long, Row> rows = new TreeMap<>();
  private final Map<Long, SessionStanding> standings = new HashMap<>();
  private final Map<Long, Long> asns = new HashMap<>();
  private final List<Op> told = new ArrayList<>();
  private List<Op> waiting = new ArrayList<>();
  private long settledUntil = Long.MIN_VALUE;

  void accept(Op op) {
    waiting.add(op);
    asns.put(op.session().id(), op.session().peerAsn());
  }

  /** What changed, as {@code before>after} by prefix. */
  Map<Long, String> settle(long end, Map<Long, SessionStanding> now) {
    List<Op> due = waiting.stream().filter(op -> op.atMicros() < end).toList();
    waiting = new ArrayList<>(waiting.stream().filter(op -> op.atMicros() >= end).toList());
    List<Long> finishedDumps = new ArrayList<>();
    for (long session : asns.keySet()) {
      if (now.containsKey(session)) {
        adopt(session, now.get(session), finishedDumps);
      }
    }
    told.addAll(due.stream().filter(op -> op.kind() != RouteOps.RIB_ROW).toList());
    due.stream()
        .sorted(
            Comparator.comparing(
                    (Op op) -> Math.max(settledUntil, op.atMicros()) / RouteStory.WINDOW)
                .thenComparing(Op::atMicros)
                .thenComparing(Op::sequence)
                .thenComparing(Op::kind))
        .forEach(this::apply);
    finishedDumps.forEach(this::takeAwayWhatWasNotShown);
    Map<Long, Visibility> before = new HashMap<>();
    rows.forEach((prefix, row) -> before.put(prefix, row.visibility));
    if (settledUntil != Long.MIN_VALUE && end / DAY > settledUntil / DAY) {
      sweep(end / DAY);
    }
    settledUntil = end;
    Map<Long, String> changes = new HashMap<>();
    rows.forEach((prefix, row) -> judge(row, end / DAY));
    for (Map.Entry<Long, Visibility> was : before.entrySet()) {
      Row row = rows.get(was.getKey());
      Visibility is = row == null ? Visibility.UNTRACKED : row.visibility;
      if (is != was.getValue()) {
        changes.put(was.getKey(), was.getValue() + ">" + is);
      }
    }
    return changes;
  }

  private void adopt(long session, SessionStanding now, List<Long> finishedDumps) {
    SessionStanding before =
        standings.getOrDefault(
            session,
            new SessionStanding(
                session,
                IpFamily.IPV4,
                0,
                0,
                SessionStanding.Ballot.ABSTAINS,
                Long.MIN_VALUE,
                0,
                0,
                0));
    standings.put(session, now);
    if (now.resetAtMicros() != before.resetAtMicros()
        || now.resetSequence() != before.resetSequence()) {
      rows.values().forEach(row -> row.has.remove(session));
    }
    boolean ends = now.ribEndedMicros() != before.ribEndedMicros();
    boolean inTime = now.effectiveAtMicros() - now.ribEndedMicros() < 60 * MINUTE;
    if (ends && inTime && now.ribEndedMicros() >= now.ribStartedAtMicros()) {
      finishedDumps.add(session);
    }
  }

  private void apply(Op op) {
    long session = op.session().id();
    SessionStanding standing = standings.get(session);
    boolean isVoid =
        standing != null
            && (op.atMicros() < standing.resetAtMicros()
                || op.atMicros() == standing.resetAtMicros()
                    && op.sequence() < standing.resetSequence());
    if (op.kind() == RouteOps.WITHDRAW) {
      if (!isVoid && rows.containsKey(op.prefix())) {
        rows.get(op.prefix()).has.remove(session);
      }
      return;
    }
    Row row = rows.computeIfAbsent(op.prefix(), prefix -> new Row());
    if (row.young) {
      row.members.add(session);
    }
    if (isVoid) {
      return;
    }
    if (op.kind() == RouteOps.RIB_ROW) {
      row.shownInDump.put(session, latestDump(session));
    }
    if (op.kind() == RouteOps.ANNOUNCE || !isToldSinceDump(session, op.prefix())) {
      row.has.add(session);
    }
  }

  private long latestDump(long session) {
    SessionStanding standing = standings.get(session);
    return standing == null
        ? 0
        : Math.max(standing.ribStartedAtMicros(), standing.ribEndedMicros());
  }

  private boolean isToldSinceDump(long session, long prefix) {
    long dump = latestDump(session);
    return dump != 0
        && told.stream()
            .anyMatch(
                op ->
                    op.session().id() == session
                        && op.prefix() == prefix
                        && op.atMicros() >= dump - MINUTE);
  }

  private void takeAwayWhatWasNotShown(long session) {
    rows.forEach(
        (prefix, row) -> {
          boolean shown = row.shownInDump.getOrDefault(session, -1L) == latestDump(session);
          if (!shown && !isToldSinceDump(session, prefix)) {
            row.has.remove(session);
          }
        });
  }

  private void sweep(long day) {
    for (Row row : rows.values()) {
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
      if (row.visibility == Visibility.LOST && day - row.lostDay >= 40) {
        row.members.clear();
        row.members.addAll(row.has);
      }
    }
    rows.values().removeIf(row -> row.members.isEmpty());
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
    if (voters.size() < Math.min(3, members.size())) {
      return Visibility.UNKNOWN;
    }
    return 2 * having.size() >= voters.size() ? Visibility.VISIBLE : Visibility.LOST;
  }
}
