package io.nightlight.operator;

/**
 * The country map that this run has, and from when on changes are told by it.
 *
 * @param version {@link io.nightlight.domain.geo.CountryMap#version}
 * @param sinceMicros the end of the first window told by it; {@link Long#MIN_VALUE} if there was no
 *     other before
 */
record MapInUse(String version, long sinceMicros) {

  /**
   * Whether the window was told by an earlier map, if by any: before a restore with this one, some
   * had perhaps closed it already.
   */
  boolean isTooLateFor(long windowEndMicros) {
    return windowEndMicros < sinceMicros;
  }
}
