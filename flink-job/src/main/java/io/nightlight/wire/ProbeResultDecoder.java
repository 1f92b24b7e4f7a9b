package io.nightlight.wire;

import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.UnreadableRecordException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Values of {@code probe.results} to arrivals; whatever the bytes are, at most one comes out and
 * nothing is thrown. Results of today's schema are read where they lie, those of other versions by
 * Avro's library. For one thread at a time.
 */
public final class ProbeResultDecoder implements FeedDecoder {
  /** Two short texts and a few numbers are never this many. */
  private static final int MOST_BYTES = 1 << 16;

  private final SingleObjectDecoder<ProbeResult> decoder =
      SingleObjectDecoder.of(ProbeResult.class);
  private final SkipCounts skipped = new SkipCounts();
  private final EncodedProbeResult encoded;
  private final ProbeAdmission admission;

  /**
   * @param mostAhead how far a record's own time may be ahead of its Kafka record's (pitfall P10)
   */
  public ProbeResultDecoder(Duration mostAhead) {
    Vantages vantages = new Vantages();
    encoded = new EncodedProbeResult(vantages);
    admission = new ProbeAdmission(mostAhead, vantages);
  }

  @Override
  public void decode(TopicRecord record, Consumer<Arrival> out) {
    byte[] bytes = record.value();
    if (bytes.length > MOST_BYTES) {
      out.accept(record.refused(RejectReason.TOO_LARGE, bytes.length + " bytes"));
      return;
    }
    try {
      Arrival arrival;
      if (EncodedProbeResult.isKnown(bytes)) {
        encoded.read(bytes);
        arrival = admission.admit(encoded, record);
      } else {
        arrival = admission.admit(decoder.decode(bytes), record);
      }
      if (arrival == null) {
        skipped.add(Skipped.OTHER_TARGET, 1);
      } else {
        out.accept(arrival);
      }
    } catch (RefusedException e) {
      out.accept(record.refused(e.reason(), e.getMessage()));
    } catch (UnreadableRecordException e) {
      out.accept(record.refused(RejectReason.of(e), e.getMessage()));
    }
  }

  @Override
  public Map<Skipped, Long> skipped() {
    return skipped.byKind();
  }
}
