package io.nightlight.domain.routes;

import org.jspecify.annotations.Nullable;

/** What holds for the sessions at the end of one window. */
@FunctionalInterface
public interface Standings {
  /** The session's standing, or null if nothing was ever heard of the session. */
  @Nullable SessionStanding of(long sessionId);
}
