package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.schema.ProbeResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last step of every feed of probe results: what a record of a topic says becomes an
 * observation, or the record a refusal. For one thread at a time.
 */
public final class ProbeAdmission {
  private final ProbeResultCodec codec;
  private final long mostAheadMicros;

  /**
   * @param mostAhead how far a result's time may be ahead of its Kafka record's (pitfall P10);
   *     where the record bears none, no time is too far ahead
   */
  public ProbeAdmission(Duration mostAhead) {
    this(mostAhead, new Vantages());
  }

  ProbeAdmission(Duration mostAhead, Vantages vantages) {
    codec = new ProbeResultCodec(vantages);
    mostAheadMicros = Micros.of(mostAhead);
  }

  /**
   * Never throws. A claimed time that nobody can believe goes no further than into a message.
   *
   * @return null if the target is none of ours, which whoever asked counts as {@link
   *     Skipped#OTHER_TARGET}
   */
  public @Nullable Arrival admit(ProbeResult result, TopicRecord record) {
    return admit(Micros.of(result.getObservedAt()), () -> codec.toDomain(result), record);
  }

  /** Likewise, of a result that was read where it lies. */
  @Nullable Arrival admit(EncodedProbeResult result, TopicRecord record) {
    return admit(result.observedAtMicros(), result::toDomain, record);
  }

  private interface Said {
    @Nullable ProbeObservation toDomain();
  }

  private @Nullable Arrival admit(long claimedMicros, Said said, TopicRecord record) {
    long micros;
    try {
      micros = record.believable(claimedMicros, mostAheadMicros);
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage());
    }
    try {
      ProbeObservation observation = said.toDomain();
      return observation == null ? null : Arrival.decoded(observation);
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage(), micros);
    }
  }
}
