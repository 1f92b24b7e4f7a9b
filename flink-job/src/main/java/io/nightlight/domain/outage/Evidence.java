package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Signal;
import org.jspecify.annotations.Nullable;

/**
 * What one signal said about the country in the window in which a revision's rule fired.
 *
 * @param signal which signal
 * @param value address blocks visible or up; null where nothing was observed
 * @param baseline address blocks usually visible or up; null without history
 * @param ratio value over baseline without the unknown blocks, 0 to 1; null where unknown
 * @param membersBefore the sources whose opinion counted when the drop began, or counts now where
 *     there is none
 * @param votersNow the sources (peer ASNs, vantages) that have a vote
 * @param exceedance share of the country's own recent windows at least as deep as the deepest of
 *     this outage (as this window, for a signal that takes no part), rounded to 0.000001; the
 *     lower, the more unusual; null without history
 */
public record Evidence(
    Signal signal,
    @Nullable Long value,
    @Nullable Double baseline,
    @Nullable Double ratio,
    int membersBefore,
    int votersNow,
    @Nullable Double exceedance) {}
