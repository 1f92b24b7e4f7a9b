package io.nightlight.integration.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.JobConfig;
import io.nightlight.job.JobRequest;
import io.nightlight.job.OutageJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesFilesTest {
  private static final String BASE = "kubernetes/base/";
  private static final String LARGE = "kubernetes/600-peers/";

  @TempDir Path folder;

  private static Map<String, Object> large() throws IOException {
    return merged(
        DeployFiles.yaml(BASE + "nightlight.yaml"), DeployFiles.yaml(LARGE + "resources.yaml"));
  }

  /** As kustomize merges resources of which it knows no more: maps are merged, lists replaced. */
  private static Map<String, Object> merged(Map<String, Object> base, Map<String, Object> patch) {
    Map<String, Object> merged = new LinkedHashMap<>(base);
    patch.forEach(
        (key, value) ->
            merged.merge(
                key,
                value,
                (before, after) ->
                    before instanceof Map<?, ?> && after instanceof Map<?, ?>
                        ? merged(cast(before), cast(after))
                        : after));
    return merged;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object map) {
    return (Map<String, Object>) map;
  }

  @Test
  void deploymentsAreWhatTheOperatorTakes() throws IOException {
    CustomResource definition = CustomResource.flinkDeployment();
    assertThat(definition.violations(DeployFiles.yaml(BASE + "nightlight.yaml"))).isEmpty();
    assertThat(definition.violations(large())).isEmpty();
  }

  @Test
  void theCheckItselfSeesMistakes() throws IOException {
    String wrong =
        DeployFiles.text(BASE + "nightlight.yaml")
            .replace("upgradeMode: savepoint", "upgradeMode: hopeful")
            .replace("parallelism: 2", "parallelism: two")
            .replace("entryClass:", "mainClass:")
            .replace("claimName:", "claim:");
    assertThat(CustomResource.flinkDeployment().violations(DeployFiles.yamlText(wrong)))
        .anyMatch(violation -> violation.startsWith(".spec.job.upgradeMode is none of"))
        .anyMatch(violation -> violation.startsWith(".spec.job.parallelism is no integer"))
        .contains(".spec.job.mainClass is unknown")
        .anyMatch(violation -> violation.endsWith("persistentVolumeClaim.claim is unknown"));
  }

  @Test
  void allThatIsNamedIsThere() throws IOException {
    for (String kustomization : List.of(BASE, LARGE)) {
      Map<String, Object> names = DeployFiles.yaml(kustomization + "kustomization.yaml");
      List<String> files = new ArrayList<>(DeployFiles.<List<String>>at(names, "resources"));
      if (names.get("patches") instanceof List<?> patches) {
        patches.forEach(patch -> files.add((String) cast(patch).get("path")));
      }
      assertThat(files)
          .allSatisfy(
              file -> assertThat(DeployFiles.FOLDER.resolve(kustomization).resolve(file)).exists());
    }
    Map<String, Object> deployment = large();
    List<Map<String, Object>> containers =
        DeployFiles.at(deployment, "spec.podTemplate.spec.containers");
    List<Map<String, Object>> mounts = DeployFiles.at(containers.get(0), "volumeMounts");
    List<Map<String, Object>> volumes = DeployFiles.at(deployment, "spec.podTemplate.spec.volumes");
    assertThat(mounts.stream().map(mount -> mount.get("name")))
        .containsExactlyInAnyOrderElementsOf(
            volumes.stream().map(volume -> volume.get("name")).toList());
    assertThat(volumes.toString())
        .contains(
            DeployFiles.<String>at(DeployFiles.yaml(BASE + "config.yaml"), "metadata.name"),
            DeployFiles.<String>at(DeployFiles.yaml(BASE + "state.yaml"), "metadata.name"));
    assertThat(DeployFiles.<String>at(deployment, "spec.job.entryClass"))
        .isEqualTo(OutageJob.class.getName());
  }

  /** In native mode as many are started as the job has tasks for, and those that wait. */
  @Test
  void aTaskManagerMoreThanTheJobNeedsIsThere() throws IOException {
    for (Map<String, Object> deployment :
        List.of(DeployFiles.yaml(BASE + "nightlight.yaml"), large())) {
      Map<String, String> flink = DeployFiles.at(deployment, "spec.flinkConfiguration");
      assertThat(flink).containsEntry("slotmanager.redundant-taskmanager-num", "1");
      int slots = Integer.parseInt(flink.get("taskmanager.numberOfTaskSlots"));
      int parallelism = DeployFiles.at(deployment, "spec.job.parallelism");
      String row =
          "| %d of %d "
              .formatted(
                  (parallelism + slots - 1) / slots + 1,
                  DeployFiles.<Integer>at(deployment, "spec.taskManager.resource.cpu"));
      assertThat(DeployFiles.text("README.md")).contains(row);
    }
  }

  @Test
  void nothingRunsAsRoot() throws IOException {
    Map<String, Object> deployment = large();
    assertThat(
            DeployFiles.<Map<String, Object>>at(
                deployment, "spec.podTemplate.spec.securityContext"))
        .containsEntry("runAsNonRoot", true)
        .containsEntry("runAsUser", 9999);
    assertThat(DeployFiles.text("image/pom.xml")).contains("<user>9999:9999</user>");
    assertThat(DeployFiles.text("Dockerfile").lines().filter(line -> line.startsWith("USER")))
        .containsExactly("USER flink");
  }

  /**
   * The job takes what the manifest gives it, and only the client of Kafka ever sees the secret.
   */
  @Test
  void aPasswordIsReadFromTheSecretByKafkasClientAlone() throws IOException {
    Map<String, String> data = DeployFiles.at(DeployFiles.yaml(BASE + "config.yaml"), "data");
    String yaml = data.get("nightlight.yaml");
    assertThat(yaml).doesNotContainPattern("password=\"(?!\\$\\{)");
    Files.writeString(folder.resolve("password"), "moonless");
    Path file =
        Files.writeString(
            folder.resolve("nightlight.yaml"),
            yaml.replace("/etc/nightlight/kafka", folder.toString()));
    JobConfig config = JobRequest.parse("--config", file.toString()).config();
    assertThat(config.toString()).doesNotContain("moonless");
    Properties client = new Properties();
    client.putAll(config.kafka().client());
    client.setProperty("bootstrap.servers", config.kafka().bootstrapServers());
    AdminClientConfig seen = new AdminClientConfig(new HashMap<>(cast(client)));
    assertThat(seen.getPassword(SaslConfigs.SASL_JAAS_CONFIG).value())
        .contains("username=\"nightlight\" password=\"moonless\"");
    assertThat(seen.values().toString()).doesNotContain("moonless");
  }
}
