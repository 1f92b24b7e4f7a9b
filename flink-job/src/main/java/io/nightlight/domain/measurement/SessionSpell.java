package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One session's blindness as it is told to others.
 *
 * <p>A spell begins when a session that could vote was lost, fell silent or was gutted, and ends
 * when it can vote again, its table told. A table that merely counts as incomplete again, the
 * session never lost, is no spell. It is told once it has lasted a window, and is not told while
 * the whole collector is blind, nor before the collector's sessions have had {@link
 * WatchRules#settleLongestMicros()} to come back after that: the loss of fifty sessions at once is
 * one event, not fifty-one.
 *
 * <p>Of the spells of one session that are told, each begins when the one before has ended, or
 * later: its start tells it from all others.
 *
 * @param reason why it is blind; null while it isn't
 * @param sinceMicros of a spell, its last word before, or when it was lost; else no spell to come
 *     begins sooner; microseconds since 1970
 * @param notBeforeMicros the spell is not told before the window that ends then
 */
public record SessionSpell(
    Phase phase, @Nullable Reason reason, long sinceMicros, long notBeforeMicros) {
  /** Of a session that never could vote. */
  public static final SessionSpell UNPROVEN = new SessionSpell(Phase.UNPROVEN, null, 0, 0);

  /** What others know. */
  public enum Phase {
    /** It has not voted yet: there is nothing to lose. */
    UNPROVEN,
    SEES,
    /** It was lost since it saw last, and nobody has judged yet whether it is back. */
    LOST,
    /** Blind, and nobody was told. */
    BLIND,
    TOLD
  }

  /** Why a session is blind, and since when. */
  record Cause(Reason reason, long sinceMicros) {}

  /**
   * After a window.
   *
   * @param cause null if the session can vote
   * @param collector the health of its collector after the window
   * @param windowMicros the length of a window
   */
  SessionSpell next(
      @Nullable Cause cause,
      CollectorHealth collector,
      long windowEndMicros,
      long windowMicros,
      WatchRules rules) {
    if (cause == null) {
      long soonest = isTold() ? endMicros(windowEndMicros - windowMicros) : sinceMicros;
      return new SessionSpell(Phase.SEES, null, soonest, 0);
    }
    if (phase == Phase.UNPROVEN || phase == Phase.TOLD) {
      return this;
    }
    SessionSpell spell = phase == Phase.BLIND ? this : begin(cause, windowMicros);
    if (collector.isBlind()) {
      return spell.in(Phase.BLIND, windowEndMicros + rules.settleLongestMicros());
    }
    return windowEndMicros >= spell.notBeforeMicros
        ? spell.in(Phase.TOLD, spell.notBeforeMicros)
        : spell;
  }

  private SessionSpell begin(Cause cause, long windowMicros) {
    long since = Math.max(cause.sinceMicros(), sinceMicros);
    return new SessionSpell(Phase.BLIND, cause.reason(), since, since + windowMicros);
  }

  /** The session was lost, be it for a moment. */
  SessionSpell lost() {
    return phase == Phase.SEES ? in(Phase.LOST, notBeforeMicros) : this;
  }

  /**
   * When a spell that is told of ends.
   *
   * @param windowStartMicros the start of the window in which the session sees again
   */
  long endMicros(long windowStartMicros) {
    return Math.max(sinceMicros, windowStartMicros);
  }

  private SessionSpell in(Phase next, long notBefore) {
    return new SessionSpell(next, reason, sinceMicros, notBefore);
  }

  /** As if the time between two windows had not passed: no input at all came in it. */
  SessionSpell without(long pauseMicros) {
    return phase == Phase.BLIND ? in(phase, notBeforeMicros + pauseMicros) : this;
  }

  /** Whether the session can vote, or could until its table counted as incomplete again. */
  boolean sees() {
    return phase == Phase.SEES;
  }

  public boolean isTold() {
    return phase == Phase.TOLD;
  }
}
