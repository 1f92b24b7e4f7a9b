package io.nightlight.job;

import io.nightlight.wire.Arrival;
import java.time.Instant;
import org.apache.flink.api.connector.source.Source;
import org.jspecify.annotations.Nullable;

/** Lets the benchmark's bare job read as the whole job does. */
public final class BenchmarkSeams {
  private BenchmarkSeams() {}

  /** The source of the whole job, decoding included. */
  public static Source<Arrival, ?, ?> bgpUpdates(JobConfig config, @Nullable Instant to) {
    return new KafkaEndpoints(config).bgpUpdates(null, to);
  }
}
