package io.nightlight.domain.outage;

/**
 * An outage that was told and is not over.
 *
 * @param eventId its identity, for ever
 * @param revision of its last event
 * @param start as last told
 * @param severity as last told
 * @param classification as last told
 */
public record OpenOutage(
    String eventId, int revision, Moment start, Severity severity, Classification classification) {}
