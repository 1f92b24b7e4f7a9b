package io.nightlight.domain.review;

import java.time.Duration;
import java.time.Instant;

/**
 * Outages that fell together.
 *
 * @param id the start and the country of the one that it was made for, behind the origin where
 *     there is one: {@code 2021-10-04T15:40:00Z/FR}, {@code AS32934/2021-10-04T15:40:00Z/FR}
 * @param originAsn the AS that originated the most of what each of them lost; 0 of those that have
 *     nothing but the time in common
 * @param first the earliest start
 * @param last the latest start
 * @param joined how many outages have joined and not left for a group of their origin
 */
public record Group(String id, long originAsn, Instant first, Instant last, int joined) {

  static Group of(String country, Instant start) {
    return new Group(start + "/" + country, 0, start, start, 1);
  }

  static Group of(long originAsn, String country, Instant start) {
    return new Group("AS" + originAsn + "/" + start + "/" + country, originAsn, start, start, 1);
  }

  /** Whether all starts would still be no further apart than that. */
  boolean admits(Instant start, Duration within) {
    return Duration.between(earlier(first, start), later(last, start)).compareTo(within) <= 0;
  }

  Group with(Instant start) {
    return new Group(id, originAsn, earlier(first, start), later(last, start), joined + 1);
  }

  Group without() {
    return new Group(id, originAsn, first, last, joined - 1);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
