package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} is made from {@link Metric}; this writes it or compares it. */
class MetricDocumentTest {
  private static final String COMMAND =
      "mvn -q -pl schemas,flink-job test -Dtest=MetricDocumentTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dnightlight.docs=write";

  private static final String PREAMBLE =
      """
      # Metrics

      <!-- Made from io.nightlight.operator.Metric by: %s -->

      Flink's reporters bring them out; `deploy/flink/config.yaml` has the one for Prometheus, on port 9249 of each process. The
      names below are Prometheus's. Besides the label named here each has Flink's own: `operator_name` (hyphens become
      underscores: `track_routes`), `subtask_index`, `tm_id` and so on, and `job_name`: `nightlight_live_` and the configuration's
      `deployment`, or `nightlight_replay_` where `--to` bounds the job. Each instance of an operator shows its part: sum them,
      except where it says that all show the same.

      What Flink measures itself is not measured again. The ones that matter most:

      | | |
      |---|---|
      | `flink_taskmanager_job_task_operator_currentInputWatermark` | the event time, in milliseconds since 1970, that an operator has reached; `time() - min(…{operator_name="review_world"}) / 1000` is how far verdicts are behind the clock. The job's own metrics don't tell that: no code that judges reads a clock |
      | `flink_taskmanager_job_task_operator_pendingRecords` | records of a source's topic that are not read yet |
      | `flink_taskmanager_job_task_operator_failedCommittables` | of each `write_…:_Committer`: transactions that Kafka refused to commit: after a start those that it had already, while the job runs lost ones |
      | `flink_jobmanager_job_numRestarts` | restarts of the job |
      | `flink_jobmanager_job_numberOfCompletedCheckpoints`, `flink_jobmanager_job_lastCompletedCheckpointId`, `flink_jobmanager_job_numberOfFailedCheckpoints`, `flink_jobmanager_job_lastCheckpointDuration`, `flink_jobmanager_job_lastCheckpointSize` | checkpoints; output becomes visible with each |
      | `flink_taskmanager_job_task_isBackPressured`, `flink_taskmanager_job_task_busyTimeMsPerSecond` | who slows the others down |

      From the end of a window to an event at a consumer passes the input's disorder (`bgp.out-of-orderness`,
      `probes.out-of-orderness`), what the watermark is behind, and up to one checkpoint.
      """
          .formatted(COMMAND);

  private static String render() {
    StringBuilder document = new StringBuilder(PREAMBLE);
    for (Metric metric : Metric.values()) {
      document.append("\n## `").append(metric.prometheusName()).append("`\n\n*");
      document.append(metric.kind().name().toLowerCase(Locale.ROOT));
      if (metric.label() != null) {
        document.append("; label `").append(metric.label()).append('`');
      }
      document.append("; of ").append(metric.operators()).append("*\n\n");
      String meaning = metric.meaning();
      document
          .append(meaning.substring(0, 1).toUpperCase(Locale.ROOT))
          .append(meaning, 1, meaning.length());
      document.append(".\n");
    }
    return document.toString();
  }

  @Test
  void documentSaysWhatTheMetricsAre() throws IOException {
    Path document = ProjectFiles.root().resolve("docs/metrics.md");
    if ("write".equals(System.getProperty("nightlight.docs"))) {
      Files.writeString(document, render());
    }
    assertThat(Files.readString(document))
        .as("docs/metrics.md is not what Metric says; run: " + COMMAND)
        .isEqualTo(render());
  }

  @Test
  void eachMetricHasANameOfItsOwn() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::prometheusName)).doesNotHaveDuplicates();
  }
}
