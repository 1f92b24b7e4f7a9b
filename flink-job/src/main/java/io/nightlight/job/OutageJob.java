package io.nightlight.job;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.OutageTopology.Inputs;
import io.nightlight.wire.geo.CountryMapException;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job as {@code flink run} starts it. */
public final class OutageJob {
  /** What a cluster shows it as. */
  public static final String NAME = "nightlight";

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private OutageJob() {}

  public static void main(String[] args) throws Exception {
    run(JobRequest.parse(args));
  }

  /** Runs until the job ends, which a live one never does by itself. */
  public static void run(JobRequest request) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
      env.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
    }
    connect(env, request);
    env.execute(NAME);
  }

  /** Connects the job to Kafka in an environment that the caller has made and executes. */
  public static void connect(StreamExecutionEnvironment env, JobRequest request)
      throws CountryMapException {
    JobConfig config = request.config();
    KafkaEndpoints kafka = new KafkaEndpoints(config);
    CountryMap countries = CountryMaps.of(config);
    RunMode mode = request.to() == null ? RunMode.LIVE : RunMode.REPLAY;
    Provenance provenance = OutageTopology.provenance(config, countries, mode);
    Inputs inputs =
        new Inputs(
            kafka.bgpUpdates(request.from(), request.to()),
            kafka.probeResults(request.from(), request.to()),
            env.getParallelism());
    kafka.attach(OutageTopology.connect(env, inputs, config, countries, provenance), provenance);
  }
}
