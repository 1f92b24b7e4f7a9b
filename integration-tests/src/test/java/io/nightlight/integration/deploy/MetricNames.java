package io.nightlight.integration.deploy;

import io.nightlight.operator.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that a running job shows on Prometheus, and those that a text uses. */
final class MetricNames {
  private static final Pattern NAME = Pattern.compile("flink_(taskmanager|jobmanager)_\\w+");

  /** Flink's own that dashboard, alerts and documents use; {@link MetricsIT} sees them. */
  private static final List<String> FLINKS =
      List.of(
          "flink_taskmanager_job_task_operator_currentInputWatermark",
          "flink_taskmanager_job_task_operator_pendingRecords",
          "flink_taskmanager_job_task_operator_failedCommittables",
          "flink_taskmanager_job_task_isBackPressured",
          "flink_taskmanager_job_task_busyTimeMsPerSecond",
          "flink_taskmanager_job_task_backPressuredTimeMsPerSecond",
          "flink_taskmanager_Status_JVM_Memory_Heap_Used",
          "flink_taskmanager_Status_JVM_Memory_Heap_Max",
          "flink_jobmanager_job_numRestarts",
          "flink_jobmanager_job_lastCompletedCheckpointId",
          "flink_jobmanager_job_numberOfCompletedCheckpoints",
          "flink_jobmanager_job_numberOfFailedCheckpoints",
          "flink_jobmanager_job_lastCheckpointDuration",
          "flink_jobmanager_job_lastCheckpointSize");

  private MetricNames() {}

  static Set<String> all() {
    Set<String> names = new TreeSet<>(FLINKS);
    Arrays.stream(Metric.values()).map(Metric::prometheusName).forEach(names::add);
    return names;
  }

  static Set<String> in(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
