package io.nightlight.operator;

import io.nightlight.domain.routes.VisibilityChange;

/**
 * A prefix became visible, lost or unknown, as far as one country's address blocks are concerned.
 *
 * @param country ISO 3166-1 alpha-2
 * @param windowEndMicros the end of the window that it was judged at
 * @param change what changed
 * @param firstBlock the first of the country's blocks that the prefix covers
 * @param blockCount how many follow one another from there; a prefix with several runs comes as
 *     several changes
 */
public record CountryChange(
    String country,
    long windowEndMicros,
    VisibilityChange change,
    long firstBlock,
    long blockCount) {}
