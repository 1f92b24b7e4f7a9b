package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.SessionSpell.Cause;
import io.nightlight.domain.measurement.SessionSummary.Transition;
import io.nightlight.domain.measurement.TableWatch.Absence;
import io.nightlight.domain.measurement.TableWatch.Line;
import io.nightlight.domain.measurement.TableWatch.Start;
import io.nightlight.domain.measurement.TableWatch.Turn;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one session's health at the end of a window.
 *
 * <p>A session is UP from its first sign of life, or from a recorded transition; what it says after
 * a loss brings it up again even if no transition was recorded (RouteViews archives none). A dump
 * that names the session and shows no row of it says that it was down when the dump was begun. Its
 * tables begin anew whenever it comes up; {@link TableWatch} says when each is complete.
 *
 * <p>A transition that comes late, after what the session said since, leaves it up and voids
 * nothing: what was said since then cannot be told from what was said before. Its tables count as
 * incomplete again.
 *
 * @param link whether it is up; a failed attempt to connect never gets here (pitfall P14)
 * @param upSinceMicros when it came up, if it is UP
 * @param lastSeenMicros its last sign of life
 * @param usualGapMicros a moving mean of the gaps between its live messages; 0 while unknown
 * @param reset its last transition
 * @param ipv4 its IPv4 table
 * @param ipv6 its IPv6 table
 * @param spell its blindness as it is told to others
 * @param calledAtMicros the last window's end up to which it was judged
 */
public record SessionWatch(
    Session session,
    Link link,
    long upSinceMicros,
    long lastSeenMicros,
    long usualGapMicros,
    Reset reset,
    TableWatch ipv4,
    TableWatch ipv6,
    SessionSpell spell,
    long calledAtMicros) {
  /** How slowly the usual gap follows: a new gap weighs one eighth. */
  private static final int GAP_WEIGHT = 8;

  /** Whether the session is established. */
  public enum Link {
    UNKNOWN,
    UP,
    DOWN
  }

  /** A session of which nothing is known yet. */
  public static SessionWatch of(Session session) {
    return new SessionWatch(
        session,
        Link.UNKNOWN,
        0,
        SessionSummary.NEVER,
        0,
        Reset.NEVER,
        TableWatch.UNHEARD,
        TableWatch.UNHEARD,
        SessionSpell.UNPROVEN,
        Long.MIN_VALUE);
  }

  /** After a window in which the session did something. */
  public SessionWatch next(SessionSummary summary, long windowEndMicros, WatchRules rules) {
    return take(summary)
        .settle(windowEndMicros, summary.ipv4().announced(), summary.ipv6().announced(), rules);
  }

  /** After a window in which nothing was heard of the session. */
  public SessionWatch nextInSilence(long windowEndMicros, WatchRules rules) {
    return with(ipv4.rest(), ipv6.rest()).settle(windowEndMicros, 0, 0, rules);
  }

  /** As if the time between two windows had not passed: no input at all came in it. */
  public SessionWatch without(long pauseMicros) {
    return new SessionWatch(
        session,
        link,
        link == Link.UP ? upSinceMicros + pauseMicros : upSinceMicros,
        wasHeardOf() ? lastSeenMicros + pauseMicros : lastSeenMicros,
        usualGapMicros,
        reset,
        ipv4,
        ipv6,
        spell.without(pauseMicros),
        calledAtMicros);
  }

  private SessionWatch take(SessionSummary summary) {
    boolean moved = summary.transition() != Transition.NONE && summary.reset().isAfter(reset);
    boolean overtaken = moved && lastSeenMicros > summary.reset().atMicros();
    Reset last = moved && !overtaken ? summary.reset() : reset;
    long resetMicros = moved ? summary.reset().atMicros() : reset.atMicros();
    long dumpEnded = summary.dumpEndedMicros();
    boolean absent = isAbsence(summary, resetMicros);
    long seen = Math.max(lastSeenMicros, summary.lastSeenMicros());
    Link now = absent ? (seen >= dumpEnded ? Link.UP : Link.DOWN) : linkAfter(summary, moved);
    boolean fresh = moved || now == Link.UP && (absent || link != Link.UP);
    long begun = moved ? resetMicros : absent ? dumpEnded : summary.firstSeenMicros();
    long upSince = fresh ? begun : upSinceMicros;
    Turn turn =
        new Turn(
            fresh ? Start.ANEW : Start.GOES_ON,
            now,
            fresh ? upSince : resetMicros,
            resetMicros,
            dumpEnded,
            absent ? Absence.ABSENT : Absence.NOT_SAID);
    return new SessionWatch(
        session,
        now,
        upSince,
        seen,
        fresh ? usualGapMicros : gapAfter(summary),
        last,
        ipv4.take(summary.ipv4(), turn),
        ipv6.take(summary.ipv6(), turn),
        fresh ? spell.lost() : spell,
        calledAtMicros);
  }

  /** Whether a dump says that the session was down when the dump was begun. */
  private boolean isAbsence(SessionSummary summary, long resetMicros) {
    long shown = Math.max(summary.ipv4().dumpMicros(), summary.ipv6().dumpMicros());
    long before = Math.max(ipv4.dumps().startedAtMicros(), ipv6.dumps().startedAtMicros());
    long known = Math.max(Math.max(shown, before), Math.max(upSinceMicros, resetMicros));
    return summary.dumpEndedMicros() > known;
  }

  /**
   * @param moved whether the summary's transition is its last
   */
  private Link linkAfter(SessionSummary summary, boolean moved) {
    if (moved) {
      long seen = Math.max(lastSeenMicros, summary.lastSeenMicros());
      boolean spokeAfter = seen > summary.reset().atMicros();
      return summary.transition() == Transition.UP || spokeAfter ? Link.UP : Link.DOWN;
    }
    boolean spoke = summary.isAlive() && summary.lastSeenMicros() >= reset.atMicros();
    return spoke ? Link.UP : link;
  }

  private long gapAfter(SessionSummary summary) {
    if (summary.messages() == 0 || !wasHeardOf() || summary.lastSeenMicros() <= lastSeenMicros) {
      return usualGapMicros;
    }
    long gap = Math.max(1, (summary.lastSeenMicros() - lastSeenMicros) / summary.messages());
    return usualGapMicros == 0 ? gap : usualGapMicros + (gap - usualGapMicros) / GAP_WEIGHT;
  }

  private SessionWatch settle(
      long windowEndMicros, int announcedIpv4, int announcedIpv6, WatchRules rules) {
    SessionWatch called = calledAt(windowEndMicros);
    if (link != Link.UP) {
      return called;
    }
    long upFor = windowEndMicros - upSinceMicros;
    int busiest = Math.max(ipv4.busiest(), ipv6.busiest());
    boolean telling = Math.max(announcedIpv4, announcedIpv6) >= rules.quietShare() * busiest;
    Line line = telling ? Line.BUSY : Line.QUIET;
    return called.with(
        ipv4.settle(announcedIpv4, line, upFor, rules),
        ipv6.settle(announcedIpv6, line, upFor, rules));
  }

  private SessionWatch calledAt(long windowEndMicros) {
    return with(ipv4, ipv6, spell, windowEndMicros);
  }

  private SessionWatch with(TableWatch nowIpv4, TableWatch nowIpv6) {
    return with(nowIpv4, nowIpv6, spell, calledAtMicros);
  }

  private SessionWatch with(
      TableWatch nowIpv4, TableWatch nowIpv6, SessionSpell nowSpell, long nowCalledAtMicros) {
    return new SessionWatch(
        session,
        link,
        upSinceMicros,
        lastSeenMicros,
        usualGapMicros,
        reset,
        nowIpv4,
        nowIpv6,
        nowSpell,
        nowCalledAtMicros);
  }

  /** With another judgement of what it withdrew. */
  SessionWatch with(IpFamily family, Withdrawals withdrawals) {
    TableWatch table = table(family).with(withdrawals);
    return family == IpFamily.IPV4 ? with(table, ipv6) : with(ipv4, table);
  }

  /** With its spell carried on; see {@link SessionSpell}. */
  public SessionWatch tellSpell(CollectorHealth collector, long windowMicros, WatchRules rules) {
    return with(
        ipv4,
        ipv6,
        spell.next(blindness(rules), collector, calledAtMicros, windowMicros, rules),
        calledAtMicros);
  }

  private @Nullable Cause blindness(WatchRules rules) {
    if (link != Link.UP) {
      return new Cause(Reason.SESSIONS_LOST, Math.max(lastSeenMicros, reset.atMicros()));
    }
    if (isSilent(rules)) {
      return new Cause(Reason.SILENCE, lastSeenMicros);
    }
    if (ipv4.isGutted() || ipv6.isGutted()) {
      TableWatch table = ipv4.isGutted() ? ipv4 : ipv6;
      return new Cause(Reason.MASS_WITHDRAWAL, table.withdrawals().sinceMicros());
    }
    return ipv4.isComplete() || ipv6.isComplete() || spell.sees()
        ? null
        : new Cause(Reason.SESSIONS_LOST, upSinceMicros);
  }

  /**
   * Since when the session is blind, or its whole collector.
   *
   * @return microseconds since 1970; {@link Long#MAX_VALUE} if neither is
   */
  public long blindSinceMicros(CollectorHealth collector, WatchRules rules) {
    Cause cause = blindness(rules);
    long since = cause == null ? Long.MAX_VALUE : cause.sinceMicros();
    return collector.isBlind() ? Math.min(since, collector.sinceMicros()) : since;
  }

  public TableWatch table(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : ipv6;
  }

  /** Whether it ever gave a sign of life; a dump may name a session that never did. */
  public boolean wasHeardOf() {
    return lastSeenMicros != SessionSummary.NEVER;
  }

  /** Whether nothing was heard of it for longer than can be usual for it. */
  public boolean isSilent(WatchRules rules) {
    return rules.isSilent(calledAtMicros - lastSeenMicros, usualGapMicros);
  }

  /** Whether nothing was heard of it for so long that it is gone for good (pitfall P64). */
  public boolean isRetired(WatchRules rules) {
    return calledAtMicros - lastSeenMicros > rules.retireMicros();
  }

  /** Whether the session is established, has told the family's table and speaks as usual. */
  public boolean speaksFor(IpFamily family, WatchRules rules) {
    return link == Link.UP && table(family).isComplete() && !isSilent(rules);
  }

  /** Whether its opinion on the family counts: it speaks for it, and was not gutted alone. */
  public boolean canVote(IpFamily family, WatchRules rules) {
    return speaksFor(family, rules) && !table(family).isGutted();
  }
}
