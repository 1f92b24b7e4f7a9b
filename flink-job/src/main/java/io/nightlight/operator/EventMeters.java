package io.nightlight.operator;

import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts what is told, and shows how long it took to find. */
final class EventMeters {
  private final Map<EventKind, Counter> events = new EnumMap<>(EventKind.class);
  private volatile long delaySeconds;

  EventMeters(MetricGroup operator) {
    Meters meters = new Meters(operator);
    for (EventKind kind : EventKind.values()) {
      events.put(kind, meters.counter(Metric.EVENTS, Meters.lower(kind)));
    }
    meters.gauge(Metric.DETECTION_DELAY, () -> delaySeconds);
  }

  void told(OutageEvent event) {
    events.get(event.kind()).inc();
    if (event.kind() == EventKind.STARTED) {
      delaySeconds = Duration.between(event.startedAt(), event.detectedAt()).toSeconds();
    }
  }
}
