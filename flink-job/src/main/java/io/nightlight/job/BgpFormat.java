package io.nightlight.job;

import io.nightlight.wire.BgpMessageDecoder;
import io.nightlight.wire.FeedDecoder;
import io.nightlight.wire.bmp.BmpView;
import io.nightlight.wire.bmp.OpenBmpDecoder;
import io.nightlight.wire.rislive.RisLiveDecoder;
import java.time.Duration;

/** What the records of a topic of BGP messages can be. */
public enum BgpFormat {
  /** {@code BgpMessage} in single-object encoding. */
  NIGHTLIGHT,
  /** One JSON object of RIS Live. */
  RIS_LIVE,
  /** BMP messages behind OpenBMP's binary header. */
  OPENBMP;

  FeedDecoder decoder(Duration mostAhead, BmpView bmpView) {
    return switch (this) {
      case NIGHTLIGHT -> new BgpMessageDecoder(mostAhead);
      case RIS_LIVE -> new RisLiveDecoder(mostAhead);
      case OPENBMP -> new OpenBmpDecoder(mostAhead, bmpView);
    };
  }
}
