package io.nightlight.operator;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.Standings;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;
import org.jspecify.annotations.Nullable;

/**
 * The standings at the end of a window, looked up once for all keys of an instance, and not again
 * while they stay the same. Derived, so never stored.
 */
final class StandingsCache {
  private InForce inForce = InForce.never();

  /** What holds from one window's end on, until another standing takes effect. */
  static final class InForce implements Standings {
    private final Map<Long, SessionStanding> byKey;
    private final long fromMicros;
    private final long untilMicros;
    private final Map<IpFamily, Electorate> electorates = new EnumMap<>(IpFamily.class);

    /**
     * @param byKey what holds for each session and family
     * @param fromMicros the end of the first window that it was asked for
     * @param untilMicros when the next known standing takes effect
     */
    private InForce(Map<Long, SessionStanding> byKey, long fromMicros, long untilMicros) {
      this.byKey = byKey;
      this.fromMicros = fromMicros;
      this.untilMicros = untilMicros;
    }

    private static InForce never() {
      return new InForce(Map.of(), Long.MAX_VALUE, Long.MIN_VALUE);
    }

    @Override
    public @Nullable SessionStanding of(long key) {
      return byKey.get(key);
    }

    /** Who can speak of a family. */
    Electorate electorate(IpFamily family) {
      return electorates.computeIfAbsent(family, f -> Electorate.of(byKey.values(), f));
    }
  }

  /** The same object as before, if nothing has changed. */
  InForce at(long windowEndMicros, ReadOnlyContext context) throws Exception {
    if (windowEndMicros < inForce.fromMicros || windowEndMicros >= inForce.untilMicros) {
      inForce =
          new InForce(
              Directives.SESSIONS.at(windowEndMicros, context),
              windowEndMicros,
              Directives.SESSIONS.nextAfter(windowEndMicros, context));
    }
    return inForce;
  }

  /** Standings have come. */
  void forget() {
    inForce = InForce.never();
  }
}
