package io.nightlight.wire.atlas;

import io.nightlight.wire.Arrival;
import io.nightlight.wire.FeedDecoder;
import io.nightlight.wire.ProbeAdmission;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A topic whose values are results of RIPE Atlas: one each, or an array of them. */
public final class AtlasDecoder implements FeedDecoder {
  private final AtlasReader reader = new AtlasReader();
  private final ProbeAdmission admission;

  /**
   * @param mostAhead how far a result's time may be ahead of its Kafka record's (pitfall P10)
   */
  public AtlasDecoder(Duration mostAhead) {
    admission = new ProbeAdmission(mostAhead);
  }

  @Override
  public void decode(TopicRecord record, Consumer<Arrival> out) {
    Refusal refusal = new Refusal();
    try {
      reader.read(
          record.value(),
          result -> {
            Arrival arrival = admission.admit(result, record);
            if (arrival != null && arrival.isRejected()) {
              refusal.keep(arrival);
            } else if (arrival != null) {
              out.accept(arrival);
            }
          });
    } catch (RefusedException e) {
      refusal.keep(record.refused(e.reason(), e.getMessage()));
    }
    if (refusal.first != null) {
      out.accept(refusal.first);
    }
  }

  /** The first of an array is the record's; the others are of the same bytes. */
  private static final class Refusal {
    private @Nullable Arrival first;

    void keep(Arrival refused) {
      first = first == null ? refused : first;
    }
  }

  @Override
  public Map<Skipped, Long> skipped() {
    return reader.skipped().byKind();
  }
}
