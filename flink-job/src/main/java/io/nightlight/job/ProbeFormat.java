package io.nightlight.job;

import io.nightlight.wire.FeedDecoder;
import io.nightlight.wire.ProbeResultDecoder;
import io.nightlight.wire.atlas.AtlasDecoder;
import java.time.Duration;

/** What the records of a topic of probe results can be. */
public enum ProbeFormat {
  /** {@code ProbeResult} in single-object encoding. */
  NIGHTLIGHT,
  /** One JSON result of RIPE Atlas, or an array of them. */
  ATLAS,
  /** There are no probes: the topic is not read. */
  NONE;

  FeedDecoder decoder(Duration mostAhead) {
    return switch (this) {
      case NIGHTLIGHT -> new ProbeResultDecoder(mostAhead);
      case ATLAS -> new AtlasDecoder(mostAhead);
      case NONE -> throw new IllegalStateException("a topic that is not read has no decoder");
    };
  }
}
