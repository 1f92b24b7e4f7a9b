package io.nightlight.wire;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import java.time.Instant;
import java.util.Locale;

/** What goes out, as it stands on the topics. For one thread at a time. */
public final class CloudEventCodec {
  private static final String TYPE = "io.nightlight.";

  private final Provenance provenance;
  private final SingleObjectEncoder<io.nightlight.schema.AvailabilityScore> scores =
      SingleObjectEncoder.of(io.nightlight.schema.AvailabilityScore.class);
  private final SingleObjectEncoder<io.nightlight.schema.OutageEvent> events =
      SingleObjectEncoder.of(io.nightlight.schema.OutageEvent.class);
  private final SingleObjectEncoder<io.nightlight.schema.MeasurementEvent> measurements =
      SingleObjectEncoder.of(io.nightlight.schema.MeasurementEvent.class);
  private final SingleObjectEncoder<RejectedRecord> rejections =
      SingleObjectEncoder.of(RejectedRecord.class);

  public CloudEventCodec(Provenance provenance) {
    this.provenance = provenance;
  }

  /** The {@code ce_source} of all of them: the deployment, a relative URI reference. */
  public String source() {
    return provenance.deployment();
  }

  public CloudEvent of(AvailabilityScore score) {
    return new CloudEvent(
        score.country() + "/" + score.windowEnd(),
        TYPE + "availability.score",
        score.country(),
        score.windowEnd(),
        scores.encode(AvailabilityScoreCodec.toAvro(score, provenance)));
  }

  public CloudEvent of(OutageEvent event) {
    return new CloudEvent(
        event.eventId() + "/" + event.revision(),
        TYPE + "outage." + lower(event.kind()),
        event.country(),
        event.detectedAt(),
        events.encode(OutageEventCodec.toAvro(event)));
  }

  /** The same for those who want to know of each outage only what holds: under its own key. */
  public CloudEvent current(OutageEvent event) {
    CloudEvent revision = of(event);
    return new CloudEvent(
        revision.id(), revision.type(), event.eventId(), revision.time(), revision.value());
  }

  /** Of that, a tombstone: the outage is over for long. */
  public CloudEvent forgotten(String eventId, Instant at) {
    return new CloudEvent(eventId + "/forgotten", TYPE + "outage.forgotten", eventId, at, null);
  }

  public CloudEvent of(MeasurementEvent event) {
    io.nightlight.schema.MeasurementEvent record = MeasurementEventCodec.toAvro(event, provenance);
    return new CloudEvent(
        record.getEventId() + "/" + record.getRevision(),
        TYPE + "measurement." + lower(event.kind()),
        event.scope(),
        event.detectedAt(),
        measurements.encode(record));
  }

  public CloudEvent of(Rejection rejection) {
    String place = rejection.source() + "-" + rejection.partition() + "-" + rejection.offset();
    return new CloudEvent(
        place,
        TYPE + "record.rejected",
        place,
        Instant.ofEpochMilli(Math.max(0, rejection.observedAtMicros() / 1000)),
        rejections.encode(RejectionCodec.toAvro(rejection)));
  }

  private static String lower(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
