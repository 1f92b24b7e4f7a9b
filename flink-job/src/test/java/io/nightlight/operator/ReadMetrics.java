package io.nightlight.operator;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * A metric group that can be read, by names such as {@code nightlight.kind.update.observations}.
 */
final class ReadMetrics extends UnregisteredMetricsGroup {
  private final String scope;
  private final Map<String, Metric> metrics;

  ReadMetrics() {
    this("", new TreeMap<>());
  }

  private ReadMetrics(String scope, Map<String, Metric> metrics) {
    this.scope = scope;
    this.metrics = metrics;
  }

  /** The value now. */
  long of(String name) {
    Metric metric = metrics.get(name);
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    if (metric instanceof Gauge<?> gauge) {
      return (Long) gauge.getValue();
    }
    throw new AssertionError("no metric " + name + " among " + metrics.keySet());
  }

  @Override
  public Counter counter(String name) {
    Counter counter = super.counter(name);
    metrics.put(scope + name, counter);
    return counter;
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    metrics.put(scope + name, gauge);
    return gauge;
  }

  @Override
  public MetricGroup addGroup(String name) {
    return new ReadMetrics(scope + name + ".", metrics);
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return addGroup(key).addGroup(value);
  }
}
