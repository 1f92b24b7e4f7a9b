package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.CollectorHealth.Sight;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Judges one collector and all of its sessions, window by window: who can be believed, what is told
 * of those who cannot, and who is gone for good.
 *
 * @param collector its name
 * @param windowMicros the length of a window
 */
public record CollectorWatch(String collector, long windowMicros, WatchRules rules) {
  /** More than any collector has; of further ones nothing is kept (pitfall P64). */
  static final int MOST_SESSIONS = 1 << 12;

  /**
   * What holds after a window.
   *
   * @param sessions by id; without those that were only named and never heard of
   * @param health the collector's
   * @param retired sessions that are gone for good; no longer among the others
   * @param drafts what is to be told of blindness
   */
  public record Review(
      Map<Long, SessionWatch> sessions,
      CollectorHealth health,
      List<SessionWatch> retired,
      List<MeasurementDraft> drafts) {}

  /**
   * Closes a window.
   *
   * @param known the sessions before it, by id
   * @param before the collector's health before it
   * @param due what each session did in it, by id
   */
  public Review next(
      Map<Long, SessionWatch> known,
      CollectorHealth before,
      Map<Long, SessionSummary> due,
      long windowEndMicros) {
    Map<Long, SessionWatch> sessions =
        LoneWithdrawals.judge(
            judge(known, due, windowEndMicros), windowEndMicros - windowMicros, rules);
    // Nobody is left who could be blind.
    boolean isOver =
        before.hearing(sessions.values()).isPassedBy(windowEndMicros, rules)
            || sessions.values().stream().allMatch(session -> session.isRetired(rules));
    CollectorHealth health =
        isOver
            ? CollectorHealth.unknown()
            : before.next(sessions.values(), windowEndMicros, windowMicros, rules);
    List<MeasurementDraft> drafts = new ArrayList<>();
    tellHealth(before, health, windowEndMicros, sessions, drafts);
    List<SessionWatch> retired = new ArrayList<>();
    Map<Long, SessionWatch> kept = new HashMap<>();
    sessions.forEach(
        (id, session) -> {
          SessionWatch after = session.tellSpell(health, windowMicros, rules);
          if (isOver || session.isRetired(rules)) {
            tellSpell(session, SessionSpell.UNPROVEN, drafts);
            retired.add(session);
          } else {
            tellSpell(session, after.spell(), drafts);
            kept.put(id, after);
          }
        });
    return new Review(kept, health, retired, drafts);
  }

  private Map<Long, SessionWatch> judge(
      Map<Long, SessionWatch> known, Map<Long, SessionSummary> due, long windowEndMicros) {
    Map<Long, SessionWatch> sessions = new HashMap<>();
    known.forEach(
        (id, session) -> {
          if (!due.containsKey(id)) {
            sessions.put(id, session.nextInSilence(windowEndMicros, rules));
          }
        });
    new TreeMap<>(due)
        .forEach(
            (id, summary) -> {
              if (!known.containsKey(id) && sessions.size() >= MOST_SESSIONS) {
                return;
              }
              SessionWatch session = known.getOrDefault(id, SessionWatch.of(summary.session()));
              SessionSummary said =
                  coversAll(session, summary, known, due) ? summary : summary.withoutDumpEnd();
              SessionWatch after = session.next(said, windowEndMicros, rules);
              if (after.wasHeardOf()) {
                sessions.put(id, after);
              }
            });
    return sessions;
  }

  /**
   * Whether a dump that shows no row of the session could have shown some: it had rows of every
   * address family that the session ever told of, be it of other sessions (pitfall P25).
   */
  private static boolean coversAll(
      SessionWatch session,
      SessionSummary summary,
      Map<Long, SessionWatch> known,
      Map<Long, SessionSummary> due) {
    long dump = summary.dumpEndedMicros();
    boolean isShownItself =
        Arrays.stream(IpFamily.values())
            .anyMatch(
                family ->
                    summary.table(family).dumpMicros() == dump
                        || session.table(family).dumps().startedAtMicros() == dump);
    if (dump == 0 || isShownItself) {
      return true;
    }
    for (IpFamily family : IpFamily.values()) {
      boolean isShown =
          known.values().stream().anyMatch(k -> k.table(family).dumps().startedAtMicros() == dump)
              || due.values().stream().anyMatch(d -> d.table(family).dumpMicros() == dump);
      if (!isShown && session.table(family).wasHeardOf()) {
        return false;
      }
    }
    return true;
  }

  private void tellHealth(
      CollectorHealth before,
      CollectorHealth after,
      long windowEndMicros,
      Map<Long, SessionWatch> sessions,
      List<MeasurementDraft> drafts) {
    if (before.isBlind() == after.isBlind()) {
      return;
    }
    CollectorHealth blind = after.isBlind() ? after : before;
    Instant startedAt = Micros.toInstant(blind.sinceMicros());
    Instant now = Micros.toInstant(windowEndMicros);
    Reason reason = blind.sight() == Sight.SILENT ? Reason.SILENCE : Reason.SESSIONS_LOST;
    MeasurementEvent event =
        after.isBlind()
            ? MeasurementEvent.degraded(ScopeKind.COLLECTOR, collector, reason, startedAt, now)
            : MeasurementEvent.restored(
                ScopeKind.COLLECTOR,
                collector,
                reason,
                startedAt,
                Micros.toInstant(blind.endMicros(windowEndMicros - windowMicros)),
                now);
    drafts.add(new MeasurementDraft(event, sessions.keySet().stream().sorted().toList()));
  }

  /** A spell of a session that retires is over: there is nothing left that it could weaken. */
  private void tellSpell(SessionWatch before, SessionSpell after, List<MeasurementDraft> drafts) {
    boolean was = before.spell().isTold();
    boolean is = after.isTold();
    if (was == is) {
      return;
    }
    SessionSpell spell = is ? after : before.spell();
    Session session = before.session();
    String scope = session.collector() + "|" + session.peerAddress() + "|" + session.peerAsn();
    Reason reason = Objects.requireNonNull(spell.reason());
    Instant startedAt = Micros.toInstant(spell.sinceMicros());
    long windowEnd = before.calledAtMicros();
    Instant endedAt = Micros.toInstant(spell.endMicros(windowEnd - windowMicros));
    Instant now = Micros.toInstant(windowEnd);
    MeasurementEvent event =
        is
            ? MeasurementEvent.degraded(ScopeKind.SESSION, scope, reason, startedAt, now)
            : MeasurementEvent.restored(ScopeKind.SESSION, scope, reason, startedAt, endedAt, now);
    drafts.add(new MeasurementDraft(event, List.of(session.id())));
  }
}
