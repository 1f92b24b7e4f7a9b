package io.nightlight.integration.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nightlight.operator.Metric;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  /** What each alert needs to be raised is told in alerts_test.yml. */
  @Test
  void alertsAreRaisedWhenTheyShould() throws Exception {
    assumeThat(isOnPath("promtool")).as("promtool, which comes with Prometheus").isTrue();
    Process promtool =
        new ProcessBuilder("promtool", "test", "rules", "alerts_test.yml")
            .directory(DeployFiles.FOLDER.resolve("prometheus").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }

  @Test
  void eachAlertIsRaisedInSomeTest() throws IOException {
    List<Map<String, Object>> tests =
        DeployFiles.at(DeployFiles.yaml("prometheus/alerts_test.yml"), "tests");
    assertThat(
            tests.stream()
                .flatMap(
                    test ->
                        DeployFiles.<List<Map<String, Object>>>at(test, "alert_rule_test").stream())
                .filter(expected -> expected.containsKey("exp_alerts"))
                .map(expected -> expected.get("alertname")))
        .containsAll(alerts().stream().map(alert -> alert.get("alert")).toList());
  }

  /**
   * A replay, or another deployment's job, neither raises an alert of a live job nor hides one. The
   * heap is a TaskManager's.
   */
  @Test
  void whatIsShownAndAlertedIsOfOneJob() throws IOException {
    assertThat(alerts())
        .filteredOn(alert -> !"NightlightHeapFull".equals(alert.get("alert")))
        .extracting(alert -> DeployFiles.<String>at(alert, "expr"))
        .allSatisfy(
            expression ->
                assertThat(expression)
                    .containsPattern("job_name=~\"nightlight_(live_)?[.][*]\"")
                    .contains("by (job_name"));
    Map<String, Object> dashboard = DeployFiles.yaml("grafana/dashboard.json");
    List<Map<String, Object>> variables = DeployFiles.at(dashboard, "templating.list");
    assertThat(variables).extracting(variable -> variable.get("name")).containsExactly("job_name");
    assertThat(MetricNames.in(DeployFiles.at(variables.get(0), "query.query")))
        .hasSize(1)
        .isSubsetOf(MetricNames.all());
    assertThat(
            DeployFiles.<List<Map<String, Object>>>at(dashboard, "panels").stream()
                .filter(panel -> panel.containsKey("targets"))
                .flatMap(
                    panel -> DeployFiles.<List<Map<String, Object>>>at(panel, "targets").stream())
                .map(target -> DeployFiles.<String>at(target, "expr"))
                .filter(expression -> !expression.contains("_Status_JVM_")))
        .allMatch(expression -> expression.contains("job_name=\"$job_name\""));
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
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
