package io.nightlight.integration.trouble;

import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nightlight.integration.process.KafkaProcess;
import io.nightlight.integration.process.LocalJob;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.job.InvalidConfiguration;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobRequest;
import io.nightlight.job.KafkaRefusal;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.OutageJob;
import io.nightlight.job.TopicCheck;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.EventTail;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.OutputLine;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.replay.StopRequest;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A broker that speaks TLS only and wants to know who asks: by a certificate at one door, by a
 * password at the other. Nothing that is written anywhere tells the passwords.
 */
@Timeout(180)
class SecureKafkaIT {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));
  private static final List<Peer> PEERS = World.twentyPeers();
  private static final String USER = "nightlight";
  private static final String SECRET = "secret-" + UUID.randomUUID();
  private static final String WRONG = "wrong-" + UUID.randomUUID();

  @TempDir static Path folder;

  private static KeyStores stores;
  private static KafkaProcess broker;
  private static LoudLog log;
  private static RecordingArchive story;

  @BeforeAll
  static void start() throws Exception {
    log = LoudLog.into(folder.resolve("loud.log"));
    stores = new KeyStores(folder.resolve("stores"));
    for (String name : List.of("broker", "client", "stranger")) {
      stores.make(name);
    }
    broker =
        KafkaProcess.start(
            CLASSPATH,
            folder.resolve("broker"),
            new KafkaProcess.Doors(
                List.of("SSL", "SASL_SSL"),
                """
            listener.security.protocol.map=\
            CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
            ssl.keystore.type=PKCS12
            ssl.keystore.location=%1$s
            ssl.keystore.password=%3$s
            ssl.key.password=%3$s
            ssl.truststore.type=PKCS12
            ssl.truststore.location=%2$s
            ssl.truststore.password=%3$s
            listener.name.ssl.ssl.client.auth=required
            sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
            listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
            org.apache.kafka.common.security.scram.ScramLoginModule required;
            listener.name.sasl_ssl.plain.sasl.jaas.config=\
            org.apache.kafka.common.security.plain.PlainLoginModule required user_%4$s="%5$s";
            """
                    .formatted(
                        stores.keyStore("broker"),
                        stores.trustStore("client"),
                        stores.password(),
                        USER,
                        SECRET),
                List.of(
                    "--add-scram", "SCRAM-SHA-512=[name=%s,password=%s]".formatted(USER, SECRET))));
    story =
        RecordingArchive.write(
            World.recording(PEERS)
                .withdraw(time(30, 5), PEERS, World.ipv4OfC())
                .announce(time(50, 5), PEERS, World.ipv4OfC())
                .murmur(minute(0), minute(75)),
            folder.resolve("story"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      KafkaTopics.create(admin, JobConfig.defaults(), Retention.RECORDING);
    }
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
    log.close();
  }

  /** By certificate. */
  private static String mutualTls() {
    return """
    kafka.bootstrap.servers: %1$s
    warmup.routes: 10min
    kafka.client:
      security.protocol: SSL
      ssl.truststore.type: PKCS12
      ssl.truststore.location: %2$s
      ssl.truststore.password: %3$s
      ssl.keystore.type: PKCS12
      ssl.keystore.location: %4$s
      ssl.keystore.password: %3$s
    """
        .formatted(
            broker.bootstrapServers("SSL"),
            stores.trustStore("broker"),
            stores.password(),
            stores.keyStore("client"));
  }

  /** By password, which stands in a file of its own. */
  private static String password(String trusted, String mechanism, Path secrets) {
    String module = mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram";
    return """
    kafka.bootstrap.servers: %1$s
    warmup.routes: 10min
    kafka.client:
      config.providers: file
      config.providers.file.class: org.apache.kafka.common.config.provider.FileConfigProvider
      security.protocol: SASL_SSL
      sasl.mechanism: %2$s
      sasl.jaas.config: >-
        org.apache.kafka.common.security.%3$sLoginModule required
        username="%4$s" password="${file:%5$s:kafka}";
      ssl.truststore.type: PKCS12
      ssl.truststore.location: %6$s
      ssl.truststore.password: ${file:%5$s:store}
    """
        .formatted(
            broker.bootstrapServers("SASL_SSL"),
            mechanism,
            module,
            USER,
            secrets,
            stores.trustStore(trusted));
  }

  private static Path secrets(String password) throws Exception {
    return Files.writeString(
        Files.createTempFile(folder, "secrets", ".properties"),
        "kafka=%s%nstore=%s%n".formatted(password, stores.password()));
  }

  private static JobConfig config(String yaml) throws Exception {
    return JobConfig.load(
        Files.writeString(Files.createTempFile(folder, "config", ".yaml"), yaml), List.of());
  }

  private static void publish(JobConfig config) throws Exception {
    List<String> names =
        Stream.concat(story.ribs().stream(), story.updates().stream()).map(Path::toString).toList();
    Publisher.publish(RecordingFiles.find(names), config, Pacer.of(0), Progress.silent());
  }

  private static Map<String, String> client(JobConfig config) {
    Map<String, String> client = new HashMap<>(config.kafka().client());
    client.put("bootstrap.servers", config.kafka().bootstrapServers());
    return client;
  }

  @Test
  void publishesByCertificateJudgesByScramAndReadsByPlain() throws Exception {
    Replayed replayed = Replayed.run(story, folder.resolve("replayed"));
    publish(config(mutualTls()));

    JobConfig scram = config(password("broker", "SCRAM-SHA-512", secrets(SECRET)));
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    OutageJob.connect(env, new JobRequest(scram, null, minute(100_000)));
    LocalJob.run(env);

    JobConfig plain = config(password("broker", "PLAIN", secrets(SECRET)));
    try (TopicReader<OutageEvent> events =
        TopicReader.of(
            client(plain), plain.topics().outageEvents(), new OutageEventDeserializer())) {
      assertThat(
              events.await(all -> all.size() >= 2).stream()
                  .map(event -> OutputLine.of(event).json())
                  .toList())
          .isEqualTo(replayed.lines(OutputFiles.EVENTS));
    }
    assertNothingTellsASecret(scram.toString() + plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # mechanism   | trusted  | password | one line
          SCRAM-SHA-512 | broker   | wrong    | Kafka does not let this user in
          PLAIN         | broker   | wrong    | Kafka does not let this user in
          SCRAM-SHA-512 | stranger | right    | Kafka and this client do not trust each other
          """)
  void whoIsRefusedIsToldInOneLine(
      String mechanism, String trusted, String password, String beginning) throws Exception {
    String given = password.equals("wrong") ? WRONG : SECRET;
    JobConfig config = config(password(trusted, mechanism, secrets(given)));

    Map<String, Throwable> failures = new LinkedHashMap<>();
    failures.put("publish", catchThrowable(() -> publish(config)));
    failures.put("topics", catchThrowable(() -> topics(config)));
    failures.put("tail", catchThrowable(() -> tail(config)));
    failures.put("job", catchThrowable(() -> job(config)));

    for (Map.Entry<String, Throwable> one : failures.entrySet()) {
      String trace = trace(one.getValue());
      assertThat(KafkaRefusal.explain(one.getValue()))
          .as("%s: %s", one.getKey(), trace)
          .hasValueSatisfying(line -> assertThat(line).startsWith(beginning).doesNotContain("\n"));
      assertNothingTellsASecret(trace);
    }
  }

  /** A running job, too, is told by its broker. */
  @Test
  void aJobThatIsRefusedFailsWithoutTellingASecret() throws Exception {
    JobConfig config = config(password("broker", "SCRAM-SHA-512", secrets(WRONG)));
    Configuration flink = new Configuration();
    flink.setString("restart-strategy.type", "none");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    OutageJob.connect(env, new JobRequest(config, null, minute(100_000)));

    Throwable failure = catchThrowable(() -> LocalJob.run(env));

    assertThat(KafkaRefusal.explain(failure))
        .as(trace(failure))
        .hasValueSatisfying(line -> assertThat(line).startsWith("Kafka does not let this user in"));
    assertNothingTellsASecret(trace(failure));
  }

  /** Whoever writes the password into the configuration itself can still rely on it. */
  @Test
  void aMistakeInTheConfigurationShowsNoValue() throws Exception {
    String yaml = mutualTls() + "  ssl.key.password: [" + SECRET + "]\n";

    Throwable failure = catchThrowable(() -> config(yaml));

    assertThat(failure).isInstanceOf(InvalidConfiguration.class);
    assertThat(failure.getMessage()).contains("kafka.client.ssl.key.password");
    assertNothingTellsASecret(trace(failure));
  }

  /** What docs/security.md says of variables of the environment. */
  @Test
  void variablesOfTheEnvironmentAreReadByEveryClient() throws Exception {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(entry -> entry.getKey().equals("PATH"))
            .findFirst()
            .orElseThrow();
    JobConfig config =
        config(
            """
            kafka.client:
              config.providers: env
              config.providers.env.class: org.apache.kafka.common.config.provider.EnvVarConfigProvider
              client.id: ${env:PATH}
            """);
    Map<String, Object> settings = new HashMap<>(client(config));
    settings.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
    settings.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");

    assertThat(new ProducerConfig(settings).getString("client.id")).isEqualTo(variable.getValue());
  }

  private static void topics(JobConfig config) throws Exception {
    new TopicCheck(config, Retention.LIVE, Optional.empty()).look();
  }

  private static void tail(JobConfig config) throws Exception {
    EventTail.Listener deaf =
        new EventTail.Listener() {
          @Override
          public void heard(OutageEvent event) {}

          @Override
          public void unreadable(String line) {}
        };
    new EventTail(config).follow(EventTail.Start.NOW, deaf, new StopRequest());
  }

  private static void job(JobConfig config) throws Exception {
    OutageJob.run(new JobRequest(config, null, null));
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static void assertNothingTellsASecret(String said) throws Exception {
    String logged = log.text();
    assertThat(logged).as("the log is loud").contains("INFO");
    for (String secret : List.of(SECRET, WRONG, stores.password())) {
      assertThat(said).doesNotContain(secret);
      assertThat(logged).doesNotContain(secret);
    }
  }
}
