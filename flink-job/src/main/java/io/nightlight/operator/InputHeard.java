package io.nightlight.operator;

/**
 * A sign that there was input in a window.
 *
 * @param windowEndMicros the end of the window
 * @param latestMicros the latest time of an observation in it so far
 */
public record InputHeard(long windowEndMicros, long latestMicros) {}
