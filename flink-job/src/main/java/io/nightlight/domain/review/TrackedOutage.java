package io.nightlight.domain.review;

import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An outage that was judged and is not done with.
 *
 * @param standing what becomes of what its judge says
 * @param start its start when it was judged first
 * @param originAsn the AS that originated the most of what it lost then; 0 where unknown
 * @param inserted how many revisions were told besides its judge's
 * @param revisions HELD: all of them; TOLD: the last one as it was told; DROPPED: the last one
 * @param confirmation HELD: whether it was confirmed at any time since
 * @param wave {@link Wave#since} of the wave that it is part of; null if it is of none
 * @param group TOLD: the id of its group, be it alone in it
 */
public record TrackedOutage(
    Standing standing,
    Instant start,
    long originAsn,
    int inserted,
    List<OutageEvent> revisions,
    Confirmation confirmation,
    @Nullable Instant wave,
    @Nullable String group) {

  /** What becomes of what the judge says of an outage. */
  public enum Standing {
    /** It leaves at once. */
    TOLD,
    /** It waits. */
    HELD,
    /** It is swallowed. */
    DROPPED
  }

  /** Whether anybody else says so, too. */
  public enum Confirmation {
    NONE,
    SEVERAL_WITNESSES
  }

  public TrackedOutage {
    revisions = List.copyOf(revisions);
  }

  /** An outage that was judged now. */
  static TrackedOutage of(OutageEvent started, Confirmation confirmation) {
    List<Long> origins = started.originAsns();
    return new TrackedOutage(
        Standing.HELD,
        started.startedAt(),
        origins.isEmpty() ? 0 : origins.get(0),
        0,
        List.of(started),
        confirmation,
        null,
        null);
  }

  String eventId() {
    return last().eventId();
  }

  String country() {
    return last().country();
  }

  OutageEvent last() {
    return revisions.get(revisions.size() - 1);
  }

  boolean is(Standing other) {
    return standing == other;
  }

  boolean isOver() {
    return last().isLast();
  }

  boolean isRetracted() {
    return last().kind() == EventKind.RETRACTED;
  }

  boolean isConfirmed() {
    return confirmation == Confirmation.SEVERAL_WITNESSES;
  }

  /** As part of a wave. */
  TrackedOutage heldWith(Instant newWave) {
    return new TrackedOutage(
        standing, start, originAsn, inserted, revisions, confirmation, newWave, group);
  }

  TrackedOutage confirmed() {
    return new TrackedOutage(
        standing,
        start,
        originAsn,
        inserted,
        revisions,
        Confirmation.SEVERAL_WITNESSES,
        wave,
        group);
  }

  /** With another revision of its judge's that waits. */
  TrackedOutage and(OutageEvent revision) {
    List<OutageEvent> all = new ArrayList<>(is(Standing.HELD) ? revisions : List.of());
    all.add(revision);
    return new TrackedOutage(standing, start, originAsn, inserted, all, confirmation, wave, group);
  }

  TrackedOutage dropped() {
    return new TrackedOutage(
        Standing.DROPPED, start, originAsn, 0, List.of(last()), confirmation, wave, null);
  }

  TrackedOutage inGroup(String newGroup) {
    return new TrackedOutage(
        Standing.TOLD, start, originAsn, inserted, revisions, confirmation, wave, newGroup);
  }

  /** With what was told of it last. */
  TrackedOutage told(OutageEvent event, int nowInserted) {
    return new TrackedOutage(
        Standing.TOLD, start, originAsn, nowInserted, List.of(event), confirmation, wave, group);
  }
}
