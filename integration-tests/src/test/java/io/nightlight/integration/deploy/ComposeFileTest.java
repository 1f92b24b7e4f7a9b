package io.nightlight.integration.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.JobRequest;
import io.nightlight.job.OutageJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.apache.flink.container.entrypoint.StandaloneApplicationClusterConfigurationParserFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
  private static final Path COMPOSE = DeployFiles.FOLDER.resolve("compose");

  private Map<String, Object> stack;
  private Map<String, Map<String, Object>> services;

  @BeforeEach
  void read() throws IOException {
    stack = DeployFiles.yaml("compose/compose.yaml");
    services = DeployFiles.at(stack, "services");
  }

  private static List<String> strings(Object list) {
    return list == null ? List.of() : ((Collection<?>) list).stream().map(String::valueOf).toList();
  }

  @Test
  void whatServicesNameIsThere() {
    Map<String, Object> volumes = DeployFiles.at(stack, "volumes");
    services.forEach(
        (name, service) -> {
          for (String mount : strings(service.get("volumes"))) {
            String from = mount.substring(0, mount.indexOf(':'));
            if (from.startsWith(".")) {
              assertThat(COMPOSE.resolve(from)).as(name).exists();
            } else {
              assertThat(volumes).as(name).containsKey(from);
            }
          }
          Object needed = service.get("depends_on");
          assertThat(services.keySet())
              .as(name)
              .containsAll(
                  needed instanceof Map<?, ?> map ? strings(map.keySet()) : strings(needed));
        });
  }

  /**
   * The volumes of ZooKeeper's image (github.com/31z4/zookeeper-docker) that hold data. One that is
   * not named here is a new one after {@code docker compose down}: then high availability points to
   * checkpoints that are long gone.
   */
  @Test
  void zooKeeperKeepsWhatItKnowsAndNotForEver() {
    Map<String, Object> zookeeper = services.get("zookeeper");
    Map<String, Object> volumes = DeployFiles.at(stack, "volumes");
    Map<String, String> named =
        strings(zookeeper.get("volumes")).stream()
            .map(mount -> mount.split(":", -1))
            .collect(Collectors.toMap(mount -> mount[1], mount -> mount[0]));
    assertThat(named).containsOnlyKeys("/data", "/datalog");
    assertThat(volumes).containsKeys(named.values().toArray(String[]::new));
    assertThat(named.values()).doesNotHaveDuplicates();
    assertThat(DeployFiles.<Integer>at(zookeeper, "environment.ZOO_AUTOPURGE_PURGEINTERVAL"))
        .isPositive();
  }

  @Test
  void onlyThisMachineReachesThePortsAndNoTwoAreTheSame() {
    List<String> ports =
        services.values().stream()
            .flatMap(service -> strings(service.get("ports")).stream())
            .toList();
    assertThat(ports)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void brokersThatAreNamedListenThere() throws IOException {
    Map<String, String> kafka = DeployFiles.at(stack, "services.kafka.environment");
    assertThat(kafka.get("KAFKA_ADVERTISED_LISTENERS")).contains("INSIDE://kafka:9092");
    Path file = COMPOSE.resolve("nightlight.yaml");
    assertThat(JobRequest.parse("--config", file.toString()).config().kafka().bootstrapServers())
        .isEqualTo("kafka:9092");
    assertThat(strings(services.get("topics").get("command"))).contains("kafka:9092");
    assertThat(DeployFiles.text("prometheus/prometheus.yml")).contains("[jobmanager, taskmanager]");
    assertThat(services).containsKeys("jobmanager", "taskmanager", "prometheus");
  }

  /**
   * Flink's parser takes the beginning of an option for the option, so that without a separator
   * {@code --config} is its own {@code --configDir} and the job never hears of its configuration.
   */
  @Test
  void theJobGetsItsOwnArguments() throws Exception {
    CommandLine seen = parsed(services.get("jobmanager"));
    assertThat(seen.hasOption("fromSavepoint")).isFalse();
    assertThat(strings(services.get("jobmanager").get("volumes")))
        .contains("./nightlight.yaml:/etc/nightlight/nightlight.yaml:ro");
  }

  @Test
  void theSameJobStartsFromASavepoint() throws Exception {
    Map<String, Object> override = DeployFiles.yaml("compose/from-savepoint.yaml");
    assertThat(DeployFiles.<Map<String, Object>>at(override, "services.jobmanager"))
        .containsOnlyKeys("command");
    CommandLine seen = parsed(DeployFiles.at(override, "services.jobmanager"));
    assertThat(seen.getOptionValue("fromSavepoint")).isEqualTo("${SAVEPOINT:?which savepoint}");
  }

  private static CommandLine parsed(Map<String, Object> jobManager) throws ParseException {
    List<String> command = new ArrayList<>(strings(jobManager.get("command")));
    assertThat(command.remove(0)).isEqualTo("standalone-job");
    command.addAll(0, List.of("--configDir", "/opt/flink/conf"));
    CommandLine seen =
        new DefaultParser()
            .parse(
                new StandaloneApplicationClusterConfigurationParserFactory().getOptions(),
                command.toArray(String[]::new),
                true);
    assertThat(seen.getOptionValue("configDir")).isEqualTo("/opt/flink/conf");
    assertThat(seen.getOptionValue("job-classname")).isEqualTo(OutageJob.class.getName());
    assertThat(seen.getArgs()).containsExactly("--config", "/etc/nightlight/nightlight.yaml");
    return seen;
  }

  /**
   * Docker starts a JobManager that ends again, as it shall after a crash. One that ended because
   * its job was stopped, or has failed for good, would start the job without any state.
   */
  @Test
  void aJobThatHasEndedIsNotBegunAgainWithoutItsState() {
    assertThat(DeployFiles.<String>at(services.get("jobmanager"), "restart"))
        .isEqualTo("unless-stopped");
    assertThat(DeployFiles.yamlText(DeployFiles.at(stack, "x-flink.environment.FLINK_PROPERTIES")))
        .containsEntry("execution.shutdown-on-application-finish", false);
  }

  @Test
  void versionsAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(DeployFiles.FOLDER.resolveSibling("pom.xml"));
    assertThat(DeployFiles.text("Dockerfile"))
        .contains("FROM flink:" + property(pom, "flink.version") + "-java17");
    assertThat(Stream.of("kafka", "topics").map(name -> services.get(name).get("image")))
        .containsOnly("apache/kafka:" + property(pom, "kafka.broker.version"));
  }

  private static String property(String pom, String name) {
    String open = "<" + name + ">";
    return pom.substring(pom.indexOf(open) + open.length(), pom.indexOf("</" + name + ">"));
  }
}
