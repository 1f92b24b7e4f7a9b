package io.nightlight.integration.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.Reconstruction;
import io.nightlight.integration.broker.TestKafka;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobRequest;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.OutageJob;
import io.nightlight.operator.Metric;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live job between real topics, as Prometheus sees it by the reporter that deploy/flink sets up.
 */
class MetricsIT {
  private static final String FROM =
      "." + Instant.parse("2014-12-22T12:00:00Z").getEpochSecond() + ".";
  private static final int REFUSED = 7;

  @TempDir Path folder;

  @Test
  @Timeout(180)
  void everyNameThatIsUsedIsShownByARunningJob() throws Exception {
    Reconstruction.Recording recording = Reconstruction.write(folder.resolve("recording"));
    List<String> bgp = texts(recording.ribs(), sixHours(recording.updates()));
    List<RecordingFile> files = new ArrayList<>(RecordingFiles.find(bgp));
    files.addAll(RecordingFiles.findProbes(texts(sixHours(recording.probes()))));
    try (TestKafka broker = TestKafka.start()) {
      JobConfig config =
          JobConfig.load(
              null,
              List.of("warmup.probes=1h", "kafka.bootstrap.servers=" + broker.bootstrapServers()));
      createTopics(config);
      refuse(config);
      int port = freePort();
      JobClient job = start(config, port);
      Publisher.Published published =
          Publisher.publish(files, config, Pacer.of(0), Progress.silent());
      awaitStarted(config, 3);
      String seen = scrape(port);
      job.cancel().get();

      assertThat(MetricNames.in(seen)).containsAll(MetricNames.all());
      assertThat(sum(seen, Metric.REJECTED, "reason=\"malformed\"")).isEqualTo(REFUSED);
      assertThat(published.latest()).isAfter(Reconstruction.START);
      assertThat(sum(seen, Metric.OBSERVATIONS, "kind=\"update\"")).isPositive();
      assertThat(sum(seen, Metric.PROBES, "outcome=\"replies\"")).isPositive();
      assertThat(sum(seen, Metric.OPEN_OUTAGES, "")).isBetween(1.0, 3.0);
      assertThat(sum(seen, Metric.COUNTRIES, "")).isGreaterThan(1);
      assertThat(sum(seen, Metric.YOUNG_BASELINES, "signal=\"ipv4_routes\"")).isPositive();
      assertThat(seen.lines().filter(line -> line.startsWith(Metric.BASELINE_AGE.prometheusName())))
          .as("by signal and instance")
          .hasSize(3 * 2);
      assertThat(sum(seen, Metric.SOURCES, "scope=\"collector\"")).isPositive();
      assertThat(sum(seen, Metric.SOURCES, "scope=\"vantage\"")).isPositive();
      assertThat(sum(seen, Metric.VOTERS, "family=\"ipv4\"")).isPositive();
      assertThat(sum(seen, Metric.DETECTION_DELAY, "")).isPositive();
      assertThat(seen).contains("operator_name=\"review_world\"");
      assertThat(operatorsWith(seen, "failedCommittables"))
          .contains("write_events:_Committer", "write_scores:_Committer")
          .allMatch(operator -> operator.endsWith(":_Committer"));
      assertThat(labels(seen, "flink_\\w+_job_\\w+", "job_name"))
          .containsExactly("nightlight_live_" + config.deployment());
    }
  }

  private static List<Path> sixHours(List<Path> files) {
    return files.stream().filter(file -> file.getFileName().toString().contains(FROM)).toList();
  }

  @SafeVarargs
  private static List<String> texts(List<Path>... files) {
    return Stream.of(files).flatMap(List::stream).map(Path::toString).toList();
  }

  private static void createTopics(JobConfig config) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", config.kafka().bootstrapServers()))) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
  }

  private static void refuse(JobConfig config) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", config.kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < REFUSED; i++) {
        producer
            .send(
                new ProducerRecord<>(
                    config.topics().bgpUpdates(), 0, null, "not a record".getBytes(UTF_8)))
            .get();
      }
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** With the metrics of deploy/flink/config.yaml, on another port. */
  private JobClient start(JobConfig config, int port) throws Exception {
    Configuration flink = new Configuration();
    DeployFiles.yaml("flink/config.yaml")
        .forEach(
            (key, value) -> {
              if (key.startsWith("metrics.") || key.startsWith("execution.checkpointing.")) {
                flink.setString(key, String.valueOf(value));
              }
            });
    flink.setString("metrics.reporter.prom.port", String.valueOf(port));
    flink.setString("execution.checkpointing.interval", "1s");
    flink.setString("execution.checkpointing.min-pause", "0s");
    for (String place : List.of("dir", "savepoint-dir")) {
      flink.setString(
          "execution.checkpointing." + place,
          Files.createDirectories(folder.resolve(place)).toUri().toString());
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    OutageJob.connect(env, new JobRequest(config, null, null));
    return env.executeAsync();
  }

  /**
   * Until a consumer has seen so many outages start; the test's own time limit ends it if never.
   */
  private static void awaitStarted(JobConfig config, int outages) {
    try (KafkaConsumer<byte[], OutageEvent> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                config.kafka().bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new OutageEventDeserializer())) {
      TopicPartition partition = new TopicPartition(config.topics().outageEvents(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      int started = 0;
      while (started < outages) {
        for (var event : consumer.poll(Duration.ofSeconds(1))) {
          started += event.value().getKind() == OutageEventKind.STARTED ? 1 : 0;
        }
      }
    }
  }

  private static String scrape(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(20))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static Set<String> operatorsWith(String text, String metric) {
    return labels(text, "flink_taskmanager_job_task_operator_" + metric, "operator_name");
  }

  /** The values that a label has on metrics of which the name is matched. */
  private static Set<String> labels(String text, String name, String label) {
    return Pattern.compile("(?m)^" + name + "\\{(?:.*,)?" + label + "=\"([^\"]*)\"")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  /** Over all instances and labels; of one label's value where one is given. */
  private static double sum(String text, Metric metric, String labelled) {
    return text.lines()
        .filter(line -> line.startsWith(metric.prometheusName() + "{"))
        .filter(line -> line.contains(labelled))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
