package io.nightlight.operator;

import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.routes.SessionStanding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every instance of an operator has to know: exactly one of a session's standing, those of
 * vantages, a pause of the input, the end of the last window, a change of the country map.
 *
 * @param lastWindowEndMicros the end of the last window of a bounded input
 * @param mapSinceMicros the end of the first window that is told by the map that this run has
 */
public record Directive(
    @Nullable SessionStanding standing,
    @Nullable List<VantageStanding> vantages,
    @Nullable Pause pause,
    @Nullable Long lastWindowEndMicros,
    @Nullable Long mapSinceMicros) {

  static Directive of(SessionStanding standing) {
    return new Directive(standing, null, null, null, null);
  }

  static Directive of(List<VantageStanding> vantages) {
    return new Directive(null, vantages, null, null, null);
  }

  static Directive of(Pause pause) {
    return new Directive(null, null, pause, null, null);
  }

  static Directive end(long lastWindowEndMicros) {
    return new Directive(null, null, null, lastWindowEndMicros, null);
  }

  static Directive mapSince(long windowEndMicros) {
    return new Directive(null, null, null, null, windowEndMicros);
  }
}
