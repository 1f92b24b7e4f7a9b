package io.nightlight.operator;

/**
 * A sign that there was input in a window.
 *
 * @param windowEndMicros the end of the window
 * @param latestMicros the latest time of an observation in it so far
 * @param certainMicros nothing earlier was to come live, once that was observed
 */
public record InputHeard(long windowEndMicros, long latestMicros, long certainMicros) {}
