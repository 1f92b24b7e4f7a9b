package io.nightlight.domain.probing;

/** What holds for the vantages at the end of one window. */
public interface VantageStandings {
  /** Everybody can be believed. */
  VantageStandings CLEAR =
      new VantageStandings() {
        @Override
        public boolean isBlind(long vantageId) {
          return false;
        }

        @Override
        public boolean isCutOff(long vantageId, long block) {
          return false;
        }
      };

  /**
   * Whether nothing that the vantage says of this window counts (pitfall P31).
   *
   * @param vantageId {@link io.nightlight.domain.net.Vantage#id()}
   */
  boolean isBlind(long vantageId);

  /**
   * Whether the vantage's way to the part of the world that the block is in is broken, while others
   * still get there (pitfall P32).
   *
   * @param block a /24 or /48, as a {@link io.nightlight.domain.net.Prefix} key
   */
  boolean isCutOff(long vantageId, long block);
}
