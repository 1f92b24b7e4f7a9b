package io.nightlight.operator;

import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.Standings;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;
import org.jspecify.annotations.Nullable;

/**
 * The standings at the end of a window, looked up once for all keys of an instance, and not again
 * while they stay the same. Derived, so never stored.
 */
final class StandingsCache {
  private InForce inForce = new InForce(Map.of(), Long.MAX_VALUE, Long.MIN_VALUE);

  /**
   * What holds from one window's end on, until another standing takes effect.
   *
   * @param byKey what holds for each session and family
   * @param fromMicros the end of the first window that it was asked for
   * @param untilMicros when the next known standing takes effect
   */
  record InForce(Map<Long, SessionStanding> byKey, long fromMicros, long untilMicros)
      implements Standings {
    @Override
    public @Nullable SessionStanding of(long key) {
      return byKey.get(key);
    }

    /** Of all that are not gone for good. */
    Collection<SessionStanding> all() {
      return byKey.values().stream().filter(standing -> !standing.isRetired()).toList();
    }
  }

  /** The same object as before, if nothing has changed. */
  InForce at(long windowEndMicros, ReadOnlyContext context) throws Exception {
    if (windowEndMicros < inForce.fromMicros() || windowEndMicros >= inForce.untilMicros()) {
      inForce =
          new InForce(
              Directives.standingsAt(windowEndMicros, context),
              windowEndMicros,
              Directives.nextStandingAfter(windowEndMicros, context));
    }
    return inForce;
  }

  /** Standings have come. */
  void forget() {
    inForce = new InForce(Map.of(), Long.MAX_VALUE, Long.MIN_VALUE);
  }
}
