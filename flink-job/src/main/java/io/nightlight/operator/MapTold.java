package io.nightlight.operator;

/**
 * What the keeper of time remembers of country maps.
 *
 * @param version of the map that all others know of
 * @param passedMicros all windows that end by then could be closed by others
 */
public record MapTold(String version, long passedMicros) {}
