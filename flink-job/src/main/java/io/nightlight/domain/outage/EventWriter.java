package io.nightlight.domain.outage;

import io.nightlight.domain.availability.CountryView;
import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.SignalView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts what the detector found into events. */
final class EventWriter {

  private final Provenance provenance;

  EventWriter(Provenance provenance) {
    this.provenance = provenance;
  }

  String idOf(String country, Instant startedAt, Instant detectedAt) {
    return EventId.of(country, startedAt, detectedAt, provenance.rulesVersion());
  }

  OutageEvent open(
      EventKind kind, OpenOutage outage, List<SignalState> states, CountryView window) {
    return event(kind, outage, null, null, null, states, window);
  }

  OutageEvent closed(
      OpenOutage outage,
      Moment end,
      EndReason reason,
      List<SignalState> states,
      CountryView window) {
    return event(EventKind.RECOVERED, outage, end, reason, reached(states, window), states, window);
  }

  /** There was none. */
  OutageEvent retracted(OpenOutage outage, List<SignalState> states, CountryView window) {
    return event(EventKind.RETRACTED, outage, null, EndReason.RETRACTED, null, states, window);
  }

  private OutageEvent event(
      EventKind kind,
      OpenOutage outage,
      @Nullable Moment end,
      @Nullable EndReason reason,
      @Nullable Double recoveredTo,
      List<SignalState> states,
      CountryView window) {
    return new OutageEvent(
        outage.eventId(),
        outage.revision(),
        kind,
        window.country(),
        outage.start().at(),
        outage.start().earliest(),
        outage.start().latest(),
        end == null ? null : end.at(),
        end == null ? null : end.earliest(),
        end == null ? null : end.latest(),
        window.windowEnd(),
        outage.severity(),
        outage.classification(),
        window.score(),
        lowest(states),
        recoveredTo,
        reason,
        null,
        evidence(states, window),
        listed(states, Depth::lostPrefixes),
        listed(states, Depth::originAsns),
        provenance.rulesVersion(),
        provenance.geoVersion(),
        provenance.deployment(),
        provenance.mode());
  }

  /** The lowest ratio of the signals that take part; 1 if none does. */
  static double lowest(List<SignalState> states) {
    return takingPart(states).mapToDouble(d -> d.depth().ratio()).min().orElse(1);
  }

  /** The lowest ratio now; of a signal that cannot be seen now, the level that it came back to. */
  private static double reached(List<SignalState> states, CountryView window) {
    double lowest = 1;
    for (SignalState state : states) {
      Drop drop = state.drop();
      if (drop != null) {
        SignalView view = window.of(state.signal());
        Double ratio = view == null ? null : view.ratio();
        lowest = StrictMath.min(lowest, ratio == null ? drop.level() : ratio);
      }
    }
    return lowest;
  }

  private static List<Evidence> evidence(List<SignalState> states, CountryView window) {
    List<Evidence> evidence = new ArrayList<>();
    for (SignalView view : window.signals()) {
      Drop drop =
          states.stream()
              .filter(s -> s.signal() == view.signal())
              .map(SignalState::drop)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      evidence.add(
          new Evidence(
              view.signal(),
              view.value(),
              view.usual(),
              view.ratio(),
              drop == null ? view.reading().membersAsked() : drop.depth().membersBefore(),
              view.reading().votersAsked(),
              drop == null ? view.exceedance() : drop.depth().exceedance()));
    }
    return evidence;
  }

  private static <T> List<T> listed(List<SignalState> states, Function<Depth, List<T>> what) {
    return takingPart(states)
        .flatMap(drop -> what.apply(drop.depth()).stream())
        .distinct()
        .limit(Losses.LISTED_AT_MOST)
        .toList();
  }

  private static Stream<Drop> takingPart(List<SignalState> states) {
    return states.stream()
        .map(SignalState::drop)
        .filter(drop -> drop != null && !drop.is(DropPhase.PENDING));
  }
}
