package io.nightlight.operator;

import java.util.Locale;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Registers the metrics of one instance of an operator. */
final class Meters {
  private final MetricGroup group;

  Meters(MetricGroup operator) {
    group = operator.addGroup(Metric.GROUP);
  }

  Counter counter(Metric metric) {
    return group.counter(metric.plainName());
  }

  Counter counter(Metric metric, String labelled) {
    return group(metric, labelled).counter(metric.plainName());
  }

  void gauge(Metric metric, Gauge<Long> value) {
    group.gauge(metric.plainName(), value);
  }

  void gauge(Metric metric, Enum<?> labelled, Gauge<Long> value) {
    group(metric, lower(labelled)).gauge(metric.plainName(), value);
  }

  private MetricGroup group(Metric metric, String labelled) {
    String label = metric.label();
    if (label == null) {
      throw new IllegalArgumentException(metric + " has no label");
    }
    return group.addGroup(label, labelled);
  }

  /** As labels are written. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
