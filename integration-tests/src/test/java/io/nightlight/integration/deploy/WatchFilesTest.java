package io.nightlight.integration.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.operator.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alerts, dashboard and runbook speak of metrics that there are, and of each other. */
class WatchFilesTest {

  private static List<Map<String, Object>> alerts() throws IOException {
    List<Map<String, Object>> groups =
        DeployFiles.at(DeployFiles.yaml("prometheus/alerts.yml"), "groups");
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (Map<String, Object> group : groups) {
      alerts.addAll(DeployFiles.<List<Map<String, Object>>>at(group, "rules"));
    }
    return alerts;
  }

  @Test
  void everyAlertMeasuresSomethingAndSaysWhatItIs() throws IOException {
    assertThat(alerts())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            alert -> {
              assertThat(MetricNames.in(DeployFiles.at(alert, "expr")))
                  .isNotEmpty()
                  .isSubsetOf(MetricNames.all());
              assertThat(DeployFiles.<String>at(alert, "labels.severity"))
                  .isIn("warning", "critical");
              assertThat(DeployFiles.<String>at(alert, "annotations.summary")).endsWith(".");
            });
  }

  @Test
  void theRunbookHasAChapterForEachAlertAndNoOther() throws IOException {
    List<String> chapters =
        Files.readString(DeployFiles.FOLDER.resolveSibling("docs/runbook.md"))
            .lines()
            .filter(line -> line.startsWith("### Nightlight"))
            .map(line -> line.substring(4))
            .toList();
    assertThat(chapters)
        .containsExactlyElementsOf(
            alerts().stream().map(alert -> DeployFiles.<String>at(alert, "alert")).toList());
  }

  @Test
  void everyPanelOfTheDashboardShowsSomething() throws IOException {
    List<Map<String, Object>> panels =
        DeployFiles.at(DeployFiles.yaml("grafana/dashboard.json"), "panels");
    List<Map<String, Object>> shown =
        panels.stream().filter(panel -> !"row".equals(panel.get("type"))).toList();
    assertThat(shown)
        .allSatisfy(
            panel -> {
              assertThat(DeployFiles.<String>at(panel, "datasource.uid")).isEqualTo("prometheus");
              List<Map<String, Object>> targets = DeployFiles.at(panel, "targets");
              assertThat(targets)
                  .isNotEmpty()
                  .allSatisfy(
                      target ->
                          assertThat(MetricNames.in(DeployFiles.at(target, "expr")))
                              .isNotEmpty()
                              .isSubsetOf(MetricNames.all()));
            });
    assertThat(panels.stream().map(panel -> panel.get("id"))).doesNotHaveDuplicates();
    assertThat(DeployFiles.text("grafana/provisioning/datasources/prometheus.yaml"))
        .contains("uid: prometheus");
  }

  @Test
  void theDashboardShowsAllThatIsMeasured() throws IOException {
    assertThat(MetricNames.in(DeployFiles.text("grafana/dashboard.json")))
        .containsAll(Arrays.stream(Metric.values()).map(Metric::prometheusName).toList());
  }

  @Test
  void documentsSpeakOfMetricsThatThereAre() throws IOException {
    for (String document : List.of("docs/metrics.md", "docs/runbook.md", "deploy/README.md")) {
      assertThat(MetricNames.in(Files.readString(DeployFiles.FOLDER.resolveSibling(document))))
          .as(document)
          .isSubsetOf(MetricNames.all());
    }
  }
}
