package io.nightlight.wire.rislive;

import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.Admission;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.FeedDecoder;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A topic whose values are objects of RIS Live, one each. */
public final class RisLiveDecoder implements FeedDecoder {
  private final RisLiveReader reader = new RisLiveReader();
  private final Admission admission;

  /**
   * @param mostAhead how far a message's time may be ahead of its Kafka record's (pitfall P10)
   */
  public RisLiveDecoder(Duration mostAhead) {
    admission = new Admission(mostAhead);
  }

  @Override
  public void decode(TopicRecord record, Consumer<Arrival> out) {
    try {
      BgpMessage message = reader.read(record.value(), "", record.offset());
      if (message != null) {
        out.accept(admission.admit(message, record));
      }
    } catch (RefusedException e) {
      out.accept(record.refused(e.reason(), e.getMessage()));
    }
  }

  @Override
  public Map<Skipped, Long> skipped() {
    return reader.skipped().byKind();
  }
}
