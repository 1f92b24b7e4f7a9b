package io.nightlight.operator;

import io.nightlight.domain.outage.OutageEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is now to be known of an outage.
 *
 * @param eventId which one
 * @param revision what holds of it; null if it is over for so long that nobody need know
 * @param at event time at which that is so
 */
public record CurrentOutage(String eventId, @Nullable OutageEvent revision, Instant at) {}
