package io.nightlight.replay;

import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.wire.AvroJson;
import java.util.Comparator;

/**
 * One line of an output file, with its place in the canonical order: window, country, id, revision.
 *
 * @param windowEndMillis the end of the window that it belongs to; lines leave when the watermark
 *     passes it
 * @param place orders the lines of a window
 * @param json the line itself
 */
public record OutputLine(long windowEndMillis, String place, String json) {
  public static final Comparator<OutputLine> CANONICAL =
      Comparator.comparingLong(OutputLine::windowEndMillis).thenComparing(OutputLine::place);

  public static OutputLine of(OutageEvent event) {
    return new OutputLine(
        event.getDetectedAt().toEpochMilli(),
        "%s/%s/%06d".formatted(event.getCountry(), event.getEventId(), event.getRevision()),
        AvroJson.line(event));
  }

  public static OutputLine of(AvailabilityScore score) {
    return new OutputLine(
        score.getWindowEnd().toEpochMilli(), score.getCountry(), AvroJson.line(score));
  }

  public static OutputLine of(MeasurementEvent event) {
    return new OutputLine(
        event.getDetectedAt().toEpochMilli(),
        "%s/%06d".formatted(event.getEventId(), event.getRevision()),
        AvroJson.line(event));
  }

  public static OutputLine of(RejectedRecord rejected) {
    return new OutputLine(
        rejected.getObservedAt().toEpochMilli(),
        "%s/%010d/%020d"
            .formatted(rejected.getSource(), rejected.getPartition(), rejected.getOffset()),
        AvroJson.line(rejected));
  }
}
