package io.nightlight.domain.measurement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The detector's own blindness, told like an outage.
 *
 * @param eventId the same for the DEGRADED and the RESTORED of one spell
 * @param scope the source's name
 * @param startedAt the last sign of life before the spell, or when the source was lost
 * @param endedAt null while it lasts
 * @param detectedAt the end of the window in which it was noticed, in event time
 * @param affectedCountries ISO 3166-1 alpha-2 codes of the countries whose verdicts it weakens, in
 *     alphabetical order; empty where it weakens all, or where nobody can say which
 */
public record MeasurementEvent(
    String eventId,
    Kind kind,
    ScopeKind scopeKind,
    String scope,
    Reason reason,
    Instant startedAt,
    @Nullable Instant endedAt,
    Instant detectedAt,
    List<String> affectedCountries) {

  /** Whether sight was lost or is back. */
  public enum Kind {
    DEGRADED,
    RESTORED
  }

  /** What it is that sees no longer. */
  public enum ScopeKind {
    /** One BGP session; its scope is collector, peer address and peer ASN with | between them. */
    SESSION,
    COLLECTOR,
    /** One prober; its scope is its name. */
    VANTAGE,
    /** All that one signal is concluded from; its scope is the signal. */
    SIGNAL_FEED,
    WHOLE_FEED
  }

  /** Why it is taken for blind. */
  public enum Reason {
    SILENCE,
    SESSIONS_LOST,
    MASS_WITHDRAWAL,
    /** A vantage's share of replies fell in most of its countries at once. */
    SUCCESS_COLLAPSE,
    NO_INPUT,
    /** Event time stood still by the clock: live only, and nothing is concluded from it. */
    STALLED,
    /** Too many countries fell at once, and nobody else confirmed it. */
    WORLDWIDE_DROP
  }

  /** The scope of {@link ScopeKind#WHOLE_FEED}. */
  public static final String WHOLE_FEED = "all";

  public static MeasurementEvent degraded(
      ScopeKind scopeKind, String scope, Reason reason, Instant startedAt, Instant detectedAt) {
    return new MeasurementEvent(
        id(scopeKind, scope, reason, startedAt),
        Kind.DEGRADED,
        scopeKind,
        scope,
        reason,
        startedAt,
        null,
        detectedAt,
        List.of());
  }

  /**
   * The end of a spell that was told of as {@code degraded(scopeKind, scope, reason, startedAt,
   * ...)}.
   */
  public static MeasurementEvent restored(
      ScopeKind scopeKind,
      String scope,
      Reason reason,
      Instant startedAt,
      Instant endedAt,
      Instant detectedAt) {
    return new MeasurementEvent(
        id(scopeKind, scope, reason, startedAt),
        Kind.RESTORED,
        scopeKind,
        scope,
        reason,
        startedAt,
        endedAt,
        detectedAt,
        List.of());
  }

  /** The same, with whom it weakens. */
  public MeasurementEvent withAffectedCountries(List<String> countries) {
    return new MeasurementEvent(
        eventId, kind, scopeKind, scope, reason, startedAt, endedAt, detectedAt, countries);
  }

  /** All input can be missing and too much of the world gone since the same moment. */
  private static String id(ScopeKind scopeKind, String scope, Reason reason, Instant startedAt) {
    String id = scopeKind + ":" + scope + ":" + startedAt;
    return reason == Reason.WORLDWIDE_DROP ? id + ":" + reason : id;
  }
}
