package io.nightlight.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.consumer.OutagePager;
import io.nightlight.demo.Reconstruction;
import io.nightlight.integration.broker.TestKafka;
import io.nightlight.integration.cli.Launcher.Answer;
import io.nightlight.integration.cli.Launcher.Running;
import io.nightlight.job.JobConfig;
import io.nightlight.replay.CommittedTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that work with Kafka, one after the other as an analyst runs them, each as a
 * process, against one broker.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaCommandsIT {
  private static final String MORNING =
      "." + Instant.parse("2014-12-22T12:00:00Z").getEpochSecond() + ".";

  @TempDir static Path folder;

  private static Launcher launcher;
  private static Reconstruction.Recording recording;
  private static TestKafka broker;

  @BeforeAll
  static void start() throws Exception {
    launcher = Launcher.in(folder);
    recording = Reconstruction.write(folder.resolve("recording"));
    broker = TestKafka.start();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private static String[] onTheBroker(String... arguments) {
    return Stream.concat(
            Arrays.stream(arguments),
            Stream.of(
                "--set",
                "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                "--set",
                "warmup.probes=1h"))
        .toArray(String[]::new);
  }

  private static Answer run(String... arguments) throws Exception {
    return launcher.run(onTheBroker(arguments));
  }

  private static Running begin(String... arguments) throws Exception {
    return launcher.start(onTheBroker(arguments));
  }

  private static String[] publish(String... arguments) {
    List<String> all = new ArrayList<>(List.of("publish", "--rib"));
    recording.ribs().forEach(rib -> all.add(rib.toString()));
    all.add("--bgp");
    morning(recording.updates()).forEach(file -> all.add(file.toString()));
    all.add("--probes");
    morning(recording.probes()).forEach(file -> all.add(file.toString()));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private static List<Path> morning(List<Path> files) {
    return files.stream().filter(file -> file.getFileName().toString().contains(MORNING)).toList();
  }

  private static void assertOneLine(Answer answer, int status, String line) {
    assertThat(answer.status()).as(answer.err()).isEqualTo(status);
    assertThat(answer.mistakes()).containsExactly("nightlight: " + line);
  }

  @Test
  @Order(1)
  void whatNeedsATopicThatIsMissingSaysSo() throws Exception {
    String missing =
        "Kafka at "
            + broker.bootstrapServers()
            + " has no topic %s; './nightlight topics' creates what is missing";
    assertOneLine(
        run("job"),
        3,
        missing.formatted(
            "bgp.updates, probe.results, availability.scores, outage.events, outage.current,"
                + " measurement.events, rejected.records"));
    assertOneLine(run("tail"), 3, missing.formatted("outage.events"));
    assertOneLine(run(publish()), 3, missing.formatted("bgp.updates, probe.results"));
  }

  @Test
  @Order(2)
  void topicsAreCreatedOnceAndNeverChanged() throws Exception {
    Answer before = run("topics", "--check");
    assertOneLine(before, 2, "7 of 7 topics are not as they should be");
    assertThat(before.out().lines()).hasSize(7).contains("outage.current: missing");

    Answer tooManyCopies = run("topics", "--replication-factor", "3");
    assertThat(tooManyCopies.status()).isEqualTo(2);
    assertThat(tooManyCopies.mistakes())
        .singleElement()
        .asString()
        .startsWith("nightlight: cannot create the topics: ");
    Answer created = run("topics", "--retention", "recording");
    assertThat(created.status()).as(created.err()).isZero();
    assertThat(created.out().lines()).hasSize(7).allMatch(line -> line.endsWith(": created"));

    Answer again = run("topics", "--retention", "recording");
    assertThat(again.status()).isZero();
    assertThat(again.out().lines()).hasSize(7).allMatch(line -> line.endsWith(": as it should be"));
    Answer live = run("topics");
    assertOneLine(live, 2, "4 of 7 topics are not as they should be");
    assertThat(live.out().lines())
        .contains("bgp.updates: retention.ms is -1 and should be 604800000");
  }

  @Test
  @Order(3)
  @Timeout(480)
  void whatIsPublishedIsJudgedAndFollowed() throws Exception {
    try (Running tail = begin("tail", "--from-beginning")) {
      Answer published = run(publish("--set", "kafka.client.buffer.memory=65536"));
      assertThat(published.status()).as(published.err()).isZero();
      assertThat(published.out())
          .matches(
              "Published [0-9,]+ records to bgp.updates and probe.results,"
                  + " up to 2014-12-22 17:59(:\\d\\d)? UTC\\.\\R");
      Answer judged = run("job", "--from", "2014-12-20T00:00:00Z", "--to", "2014-12-25T00:00:00Z");
      assertThat(judged.status()).as(judged.err()).isZero();
      tail.awaitLines(5);
      tail.terminate();
      Answer followed = tail.end();
      assertThat(followed.status()).as("a signal is its proper end").isZero();
      assertThat(followed.mistakes()).isEmpty();
      assertThat(followed.out().lines().toList().get(2))
          .startsWith("2014-12-22 16:15 UTC  KP  down")
          .contains("North Korea");
    }
  }

  @Test
  @Order(4)
  void tailBeginsWhereItIsTold() throws Exception {
    try (Running tail = begin("tail", "--json", "--since", "2014-12-22T16:00:00Z")) {
      tail.awaitLines(2);
      tail.terminate();
      Answer followed = tail.end();
      assertThat(followed.status()).isZero();
      assertThat(followed.out().lines())
          .allMatch(line -> line.startsWith("{\"eventId\":") && line.endsWith("}"))
          .anyMatch(line -> line.contains("\"country\":\"KP\""));
      assertThat(followed.out()).doesNotContain("\"kind\":\"RECOVERED\"");
    }
  }

  /** The example of docs/consumers.md, compiled from what stands there. */
  @Test
  @Order(5)
  void theDocumentedConsumerHearsTheEvents() throws Exception {
    Path out = Files.createTempFile(folder, "pager", ".txt");
    Path err = Files.createTempFile(folder, "pager-err", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OutagePager.class.getName(),
                broker.bootstrapServers())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try (Running pager = new Running(process, out, err)) {
      pager.awaitLines(5);
      assertThat(Files.readAllLines(out))
          .contains("KP STARTED TOTAL since 2014-12-22T16:15:00Z")
          .doesNotHaveDuplicates();
    } finally {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Last, because what was published twice in part would be late. */
  @Test
  @Order(6)
  void aPublisherThatIsInterruptedSaysHowFarItCame() throws Exception {
    JobConfig config =
        JobConfig.load(null, List.of("kafka.bootstrap.servers=" + broker.bootstrapServers()));
    int before = probeResults(config);
    try (Running publishing = begin(publish("--speed", "100"))) {
      while (probeResults(config) == before) {
        assertThat(publishing.process().isAlive()).isTrue();
      }
      publishing.terminate();
      Answer answer = publishing.end();
      assertThat(answer.status()).as("SIGTERM").isEqualTo(143);
      assertThat(answer.out())
          .startsWith("Stopped before the end: published ")
          .contains(" records to bgp.updates and probe.results, up to 2014-12-2")
          .hasLineCount(1);
      assertThat(answer.mistakes()).isEmpty();
    }
  }

  private static int probeResults(JobConfig config) throws InterruptedException {
    return CommittedTopic.read(config, config.topics().probeResults(), new ByteArrayDeserializer())
        .size();
  }
}
