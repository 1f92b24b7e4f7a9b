package io.nightlight.domain.outage;

/**
 * A run of windows whose ratios lie close together.
 *
 * @param run since when
 * @param low the lowest ratio of it
 * @param high the highest ratio of it
 */
public record Plateau(Run run, double low, double high) {}
