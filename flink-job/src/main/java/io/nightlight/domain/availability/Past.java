package io.nightlight.domain.availability;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a signal fell short in its recent windows (design: 7 days). Ask within the window: most
 * windows ask for nothing, so it is counted when it is asked for.
 */
public interface Past {

  /** The noise of the country, 0 to 1: 0 while too little is known of it. */
  double quantile();

  /**
   * The share of the known windows that fell at least as short, to a thousandth; null without any.
   *
   * @param shortfall 0 to 1
   */
  @Nullable Double exceedance(double shortfall);

  /**
   * End of the last known window up to a moment whose shortfall was so large or larger, to a
   * thousandth; null if it is not remembered.
   *
   * @param shortfall 0 to 1
   */
  @Nullable Instant lastShortBy(double shortfall, Instant upTo);
}
