package io.nightlight.domain.measurement;

import java.util.List;

/**
 * A measurement event before it is known whom it weakens, and whether it matters at all.
 *
 * @param event without affected countries
 * @param sessionIds the sessions that are blind by it; empty where all are
 */
public record MeasurementDraft(MeasurementEvent event, List<Long> sessionIds) {}
