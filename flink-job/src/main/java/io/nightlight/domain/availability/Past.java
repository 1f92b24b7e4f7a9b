package io.nightlight.domain.availability;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a signal fell short in its recent windows (design: 7 days). Ask within the window. */
@FunctionalInterface
public interface Past {

  /**
   * End of the last known window up to a moment whose shortfall was so large or larger, to a
   * thousandth; null if it is not remembered.
   *
   * @param shortfall 0 to 1
   */
  @Nullable Instant lastShortBy(double shortfall, Instant upTo);
}
