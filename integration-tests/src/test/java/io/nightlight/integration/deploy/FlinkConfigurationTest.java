package io.nightlight.integration.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.JobConfig;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Flink ignores a key that it does not know; so here every key must be one, with a value that it
 * takes.
 */
class FlinkConfigurationTest {
  private static final List<Class<?>> GROUPS =
      List.of(
          CheckpointingOptions.class,
          CoreOptions.class,
          DeploymentOptions.class,
          HighAvailabilityOptions.class,
          JobManagerOptions.class,
          MetricOptions.class,
          ResourceManagerOptions.class,
          RestartStrategyOptions.class,
          StateBackendOptions.class,
          TaskManagerOptions.class);

  /** {@code env.java.opts.all} has the operator's own default for each version of Flink. */
  private static final Set<String> SAID_ELSEWHERE_ON_KUBERNETES =
      Set.of(
          "env.java.opts.all",
          "jobmanager.memory.process.size",
          "jobmanager.rpc.address",
          "parallelism.default",
          "taskmanager.memory.process.size");

  /** An allowance: slots are found, state is read, what was pending is committed. */
  private static final Duration RESTORED_WITHIN = Duration.ofMinutes(1);

  private static final String REPORTER = "metrics.reporter.prom.";

  private static Map<String, ConfigOption<?>> known() throws IllegalAccessException {
    Map<String, ConfigOption<?>> options = new HashMap<>();
    for (Class<?> group : GROUPS) {
      for (var field : group.getFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && field.get(null) instanceof ConfigOption<?> option) {
          options.put(option.key(), option);
        }
      }
    }
    return options;
  }

  private static Map<String, String> settings(Map<String, Object> yaml) {
    Map<String, String> settings = new TreeMap<>();
    yaml.forEach((key, value) -> settings.put(key, String.valueOf(value)));
    return settings;
  }

  private static Map<String, String> standalone() throws IOException {
    return settings(DeployFiles.yaml("flink/config.yaml"));
  }

  private static Map<String, String> kubernetes() throws IOException {
    return settings(
        DeployFiles.at(
            DeployFiles.yaml("kubernetes/base/nightlight.yaml"), "spec.flinkConfiguration"));
  }

  static Stream<Map<String, String>> configurations() throws IOException {
    Map<String, Object> compose = DeployFiles.yaml("compose/compose.yaml");
    return Stream.of(
        standalone(),
        settings(DeployFiles.yaml("flink/high-availability.yaml")),
        kubernetes(),
        settings(
            DeployFiles.yamlText(DeployFiles.at(compose, "x-flink.environment.FLINK_PROPERTIES"))));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyKeyIsOneOfFlinksWithAValueThatItTakes(Map<String, String> settings) throws Exception {
    Map<String, ConfigOption<?>> known = known();
    Configuration configuration = Configuration.fromMap(settings);
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(REPORTER)) {
            assertThat(key.substring(REPORTER.length())).isIn("factory.class", "port");
          } else {
            assertThat(known).containsKey(key);
            assertThat(configuration.get(known.get(key))).as(key).isNotNull();
          }
        });
  }

  @Test
  void checkpointsAreAsTheContractOfDeliverySays() throws IOException {
    for (Map<String, String> settings : List.of(standalone(), kubernetes())) {
      assertThat(settings)
          .containsEntry("execution.checkpointing.interval", "10s")
          .containsEntry("execution.checkpointing.mode", "EXACTLY_ONCE")
          .containsEntry("execution.checkpointing.incremental", "false")
          .containsEntry("state.backend.type", "hashmap")
          .containsEntry(REPORTER + "factory.class", PrometheusReporterFactory.class.getName());
    }
  }

  /**
   * A job whose checkpoints never complete restarts, and writes again, before Kafka aborts what it
   * wrote for the first of them: one that completed later would commit nothing, and nobody would
   * write it again. Checkpoints that expire take longest.
   */
  @Test
  void aJobWithoutCheckpointsIsRestartedBeforeKafkaAbortsItsTransactions() throws IOException {
    for (Map<String, String> settings : List.of(standalone(), kubernetes())) {
      Configuration flink = Configuration.fromMap(settings);
      Duration eachFailure =
          flink
              .get(CheckpointingOptions.CHECKPOINTING_TIMEOUT)
              .plus(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
              .plus(flink.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS));
      int failures = flink.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER) + 1;
      Duration restart =
          flink
              .get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF)
              .plus(RESTORED_WITHIN);
      assertThat(eachFailure.multipliedBy(failures).plus(restart))
          .isLessThan(JobConfig.defaults().kafka().transactionTimeout());
    }
  }

  /** What one says of a key, the other says, except where the places differ. */
  @Test
  void kubernetesIsSetAsTheStandaloneClusterIs() throws IOException {
    Map<String, String> here = standalone();
    Map<String, String> there = kubernetes();
    here.keySet().removeIf(FlinkConfigurationTest::differsByPlace);
    there.keySet().removeIf(FlinkConfigurationTest::differsByPlace);
    assertThat(there).isEqualTo(here);
  }

  private static boolean differsByPlace(String key) {
    return key.startsWith("high-availability.")
        || key.equals(REPORTER + "port")
        || SAID_ELSEWHERE_ON_KUBERNETES.contains(key)
        || key.equals("slotmanager.redundant-taskmanager-num");
  }

  /** By the operator itself, or by these fields of a FlinkDeployment. */
  @Test
  void kubernetesSaysElsewhereWhatItDoesNotSayHere() throws IOException {
    Map<String, String> here = standalone();
    Map<String, Object> there = DeployFiles.yaml("kubernetes/base/nightlight.yaml");
    assertThat(here).containsKeys(SAID_ELSEWHERE_ON_KUBERNETES.toArray(String[]::new));
    assertThat(DeployFiles.<String>at(there, "spec.taskManager.resource.memory"))
        .isEqualTo(here.get("taskmanager.memory.process.size"));
    assertThat(DeployFiles.<String>at(there, "spec.jobManager.resource.memory"))
        .isEqualTo(here.get("jobmanager.memory.process.size"));
    assertThat(DeployFiles.<Integer>at(there, "spec.job.parallelism"))
        .hasToString(here.get("parallelism.default"));
  }
}
