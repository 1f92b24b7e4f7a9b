package io.nightlight.domain.outage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One revision of what is known about one outage of one country. Of the revisions with one eventId
 * the highest holds.
 *
 * @param eventId UUID version 5, see {@link EventId}
 * @param revision 0, then 1, 2, ...
 * @param kind why this revision was written
 * @param country ISO 3166-1 alpha-2 code
 * @param startedAt best estimate of the start: the beginning of the first window in drop; may move
 *     to an earlier time in a later revision
 * @param startedAtEarliest it did not begin before: the end of the last window known to be well
 * @param startedAtLatest it did not begin after: the end of the first window in drop
 * @param recoveredAt best estimate of the end; null while open
 * @param recoveredAtEarliest it did not end before; null while open
 * @param recoveredAtLatest it did not end after; null while open
 * @param detectedAt event time at which the rule behind this revision fired; of one that was held
 *     back because too many countries fell at once, when that was decided: then the eventId is of
 *     the time at which the country's own rule fired
 * @param severity how deep it has been; never falls
 * @param classification which signals took part so far
 * @param score the country's score when the rule fired; null where unknown
 * @param lowestScore the lowest ratio of any signal that took part, 0 to 1; severity follows from
 *     it
 * @param recoveredTo the lowest ratio among those signals at the end, 0 to 1; null while open
 * @param endReason why it is closed; null while open
 * @param groupId the same text for countries that fell together; null for an outage of its own
 * @param evidence what each signal says, ordered by signal
 * @param lostPrefixes the most important lost prefixes of the deepest window, most important first
 * @param originAsns the ASes that originated the most of what was lost, most important first
 * @param rulesVersion version of the detection rules
 * @param geoVersion version of the map from addresses to countries
 * @param deployment name of the installation
 * @param mode live or replay
 */
public record OutageEvent(
    String eventId,
    int revision,
    EventKind kind,
    String country,
    Instant startedAt,
    Instant startedAtEarliest,
    Instant startedAtLatest,
    @Nullable Instant recoveredAt,
    @Nullable Instant recoveredAtEarliest,
    @Nullable Instant recoveredAtLatest,
    Instant detectedAt,
    Severity severity,
    Classification classification,
    @Nullable Double score,
    double lowestScore,
    @Nullable Double recoveredTo,
    @Nullable EndReason endReason,
    @Nullable String groupId,
    List<Evidence> evidence,
    List<String> lostPrefixes,
    List<Long> originAsns,
    String rulesVersion,
    String geoVersion,
    String deployment,
    RunMode mode) {

  public OutageEvent {
    evidence = List.copyOf(evidence);
    lostPrefixes = List.copyOf(lostPrefixes);
    originAsns = List.copyOf(originAsns);
  }

  /** The same as it is told: the number of its revision, when, and with whom the country fell. */
  public OutageEvent toldAs(
      EventKind newKind, int newRevision, Instant toldAt, @Nullable String newGroupId) {
    return new OutageEvent(
        eventId,
        newRevision,
        newKind,
        country,
        startedAt,
        startedAtEarliest,
        startedAtLatest,
        recoveredAt,
        recoveredAtEarliest,
        recoveredAtLatest,
        toldAt,
        severity,
        classification,
        score,
        lowestScore,
        recoveredTo,
        endReason,
        newGroupId,
        evidence,
        lostPrefixes,
        originAsns,
        rulesVersion,
        geoVersion,
        deployment,
        mode);
  }

  /** Whether nothing more will be told of it. */
  public boolean isLast() {
    return kind == EventKind.RECOVERED || kind == EventKind.RETRACTED;
  }

  /** When it was over: of one that never was, when that was found; null while open. */
  public @Nullable Instant over() {
    if (recoveredAt != null) {
      return recoveredAt;
    }
    return kind == EventKind.RETRACTED ? detectedAt : null;
  }
}
