package io.nightlight.job;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.job.OutageTopology.Inputs;
import io.nightlight.wire.geo.CountryMapException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job as {@code flink run} starts it. */
public final class OutageJob {
  private static final Logger LOG = LoggerFactory.getLogger(OutageJob.class);

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private OutageJob() {}

  /**
   * What {@code flink run} calls. What the user has to mend is thrown as Flink's own exception for
   * that, of which its command line shows the one line and nothing else.
   *
   * <p>A broker that does not answer from here, or whose name is not known here, stops nothing: the
   * client may stand elsewhere than the cluster, and after the loss of a JobManager this runs
   * again, perhaps beside a broker that restarts. Then the readers try again.
   */
  public static void main(String[] args) throws Exception {
    try {
      JobRequest request = JobRequest.parse(args);
      requireTopicsIfKnown(request.config());
      execute(request);
    } catch (InvalidConfiguration | KafkaUnavailable | CountryMapException e) {
      throw new ProgramParametrizationException(e.getMessage());
    }
  }

  private static void requireTopicsIfKnown(JobConfig config) throws InterruptedException {
    List<String> needed = KafkaTopics.ofTheJob(config);
    List<String> missing;
    try {
      missing = KafkaTopics.missing(config, needed);
    } catch (KafkaUnavailable e) {
      LOG.warn("Whether the topics are there is not known: {}", e.getMessage());
      return;
    }
    if (!missing.isEmpty()) {
      throw KafkaTopics.lacking(config, missing);
    }
  }

  /**
   * Runs until the job ends, which a live one never does by itself.
   *
   * @throws KafkaUnavailable if no broker answers, or a topic is missing
   */
  public static void run(JobRequest request) throws Exception {
    KafkaTopics.require(request.config(), KafkaTopics.ofTheJob(request.config()));
    execute(request);
  }

  private static void execute(JobRequest request) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
      env.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
    }
    connect(env, request);
    env.execute();
  }

  /**
   * Connects the job to Kafka, and names it, in an environment that the caller has made and
   * executes.
   */
  public static void connect(StreamExecutionEnvironment env, JobRequest request)
      throws CountryMapException {
    JobConfig config = request.config();
    KafkaEndpoints kafka = new KafkaEndpoints(config);
    CountryMap countries = CountryMaps.of(config);
    Provenance provenance = OutageTopology.provenance(config, countries, request.mode());
    Inputs inputs =
        new Inputs(
            kafka.bgpUpdates(request.from(), request.to()),
            kafka.probeResults(request.from(), request.to()),
            env.getParallelism());
    env.configure(new Configuration().set(PipelineOptions.NAME, request.jobName()));
    kafka.attach(OutageTopology.connect(env, inputs, config, countries, provenance), provenance);
  }
}
