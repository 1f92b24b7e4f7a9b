package io.nightlight.domain.routes;

import org.jspecify.annotations.Nullable;

/** What holds for the sessions at the end of one window. */
@FunctionalInterface
public interface Standings {
  /**
   * What holds, or null if nothing was ever heard of the session.
   *
   * @param key {@link SessionStanding#key()}
   */
  @Nullable SessionStanding of(long key);
}
