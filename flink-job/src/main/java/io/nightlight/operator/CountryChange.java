package io.nightlight.operator;

import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.probing.BlockState;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a country: exactly one of a prefix that became visible, lost or unknown, as far
 * as the country's address blocks are concerned, and the state of a block that is probed.
 *
 * @param country ISO 3166-1 alpha-2
 * @param windowEndMicros the end of the window that it was judged at
 */
public record CountryChange(
    String country, long windowEndMicros, @Nullable Routes routes, @Nullable BlockChange block) {

  /**
   * A change of a prefix.
   *
   * @param firstBlock the first of the country's blocks that the prefix covers
   * @param blockCount how many follow one another from there; a prefix with several runs comes as
   *     several changes
   */
  public record Routes(VisibilityChange change, long firstBlock, long blockCount) {

    /** Whether it is nothing new, but told again because another country map holds: no vote. */
    boolean isToldAnew() {
      return change.before() == Visibility.UNTRACKED && change.members() == 0;
    }
  }

  /**
   * Whether it may be nothing new, but told again because another country map holds. A block that
   * was never probed before looks the same.
   */
  boolean isToldAnew() {
    return routes == null
        ? Objects.requireNonNull(block).before() == BlockState.UNTRACKED
        : routes.isToldAnew();
  }

  static CountryChange of(
      String country,
      long windowEndMicros,
      VisibilityChange change,
      long firstBlock,
      long blockCount) {
    return new CountryChange(
        country, windowEndMicros, new Routes(change, firstBlock, blockCount), null);
  }

  static CountryChange of(String country, long windowEndMicros, BlockChange block) {
    return new CountryChange(country, windowEndMicros, null, block);
  }
}
