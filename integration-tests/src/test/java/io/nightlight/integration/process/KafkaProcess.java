package io.nightlight.integration.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.nightlight.demo.LocalBroker;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A Kafka broker that can be killed, and comes back on the same port with the same data. */
public final class KafkaProcess implements AutoCloseable {
  private static final Duration TO_COME_UP = Duration.ofSeconds(90);
  private static final int SECONDS_TO_FORMAT = 60;
  private static final int SECONDS_TO_ANSWER = 30;

  private final Path folder;
  private final String classpath;
  private final int port;
  private JavaProcess process;

  private KafkaProcess(Path folder, String classpath, int port) throws IOException {
    this.folder = folder;
    this.classpath = classpath;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts a broker with no data and waits until it answers.
   *
   * @param classpathFile what the build of the {@code deploy} module writes
   * @param folder for its configuration, log and data
   */
  public static KafkaProcess start(Path classpathFile, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String classpath = Files.readString(classpathFile, UTF_8).strip();
    List<Integer> ports = FreePorts.find(2);
    Path properties = folder.resolve("server.properties");
    Files.writeString(properties, LocalBroker.properties(folder, ports.get(0), ports.get(1)));
    format(classpath, folder, properties);
    KafkaProcess broker = new KafkaProcess(folder, classpath, ports.get(0));
    broker.awaitAnswer();
    return broker;
  }

  private static void format(String classpath, Path folder, Path properties)
      throws IOException, InterruptedException {
    JavaProcess.start(
            new JavaProcess.Program(
                "format",
                List.of("-Xmx128m"),
                classpath,
                "kafka.tools.StorageTool",
                List.of(
                    "format",
                    "--cluster-id",
                    Uuid.randomUuid().toString(),
                    "--config",
                    properties.toString())),
            folder)
        .awaitEnd(SECONDS_TO_FORMAT);
  }

  private JavaProcess launch() throws IOException {
    return JavaProcess.start(
        new JavaProcess.Program(
            "broker",
            List.of("-Xmx512m"),
            classpath,
            "kafka.Kafka",
            List.of(folder.resolve("server.properties").toString())),
        folder);
  }

  /** What Kafka clients connect to. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** A client for its administration. */
  public Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  /** After {@link #kill}: starts it again and waits until it answers. */
  public void restart() throws IOException, InterruptedException {
    process = launch();
    awaitAnswer();
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    Await.until("the Kafka broker listens, its log is in " + folder, TO_COME_UP, this::accepts);
    try (Admin admin = admin()) {
      admin.describeCluster().nodes().get(SECONDS_TO_ANSWER, SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the Kafka broker does not answer, its log is in " + folder, e);
    }
  }

  private boolean accepts() throws IOException {
    process.checkAlive();
    try (Socket socket = new Socket(FreePorts.loopback(), port)) {
      return socket.isConnected();
    }
  }

  @Override
  public void close() {
    process.kill();
  }
}
