package io.nightlight.wire;

import io.nightlight.domain.availability.ScoreStatus;
import java.time.Instant;

/**
 * The first fields of an AvailabilityScore: of whom it is, of when, and what it says.
 *
 * @param end after the start
 */
public record ScoredWindow(String country, Instant start, Instant end, ScoreStatus status) {}
