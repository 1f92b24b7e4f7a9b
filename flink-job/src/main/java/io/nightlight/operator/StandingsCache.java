package io.nightlight.operator;

import io.nightlight.domain.routes.SessionStanding;
import java.util.Map;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;

/**
 * The standings at the end of one window, looked up once for all keys of an instance. Derived, so
 * never stored.
 */
final class StandingsCache {
  private long windowEndMicros = Long.MIN_VALUE;
  private Map<Long, SessionStanding> inForce = Map.of();

  Map<Long, SessionStanding> at(long windowEnd, ReadOnlyContext context) throws Exception {
    if (windowEnd != windowEndMicros) {
      inForce = Directives.standingsAt(windowEnd, context);
      windowEndMicros = windowEnd;
    }
    return inForce;
  }

  void forget() {
    windowEndMicros = Long.MIN_VALUE;
  }
}
