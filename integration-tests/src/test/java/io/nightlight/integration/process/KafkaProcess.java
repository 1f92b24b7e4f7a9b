package io.nightlight.integration.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.nightlight.demo.FreePorts;
import io.nightlight.demo.LocalBroker;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A Kafka broker that can be killed, and comes back on the same port with the same data. */
public final class KafkaProcess implements AutoCloseable {
  private static final Duration TO_COME_UP = Duration.ofSeconds(90);
  private static final int SECONDS_TO_FORMAT = 60;
  private static final int SECONDS_TO_ANSWER = 30;

  private static final String IN_THE_CLEAR = "PLAINTEXT";

  private final Path folder;
  private final String classpath;
  private final Map<String, Integer> ports;
  private JavaProcess process;

  private KafkaProcess(Path folder, String classpath, Map<String, Integer> ports)
      throws IOException {
    this.folder = folder;
    this.classpath = classpath;
    this.ports = ports;
    this.process = launch();
  }

  /**
   * How clients get in otherwise than in the clear.
   *
   * @param protocols of security, each a listener of that name
   * @param properties of the broker that they need
   * @param formatting what else its storage is formatted with, users for example
   */
  public record Doors(List<String> protocols, String properties, List<String> formatting) {
    private static final Doors NONE = new Doors(List.of(), "", List.of());

    public Doors {
      protocols = List.copyOf(protocols);
      formatting = List.copyOf(formatting);
    }
  }

  /**
   * Starts a broker with no data and waits until it answers.
   *
   * @param classpathFile what the build of the {@code deploy} module writes
   * @param folder for its configuration, log and data
   */
  public static KafkaProcess start(Path classpathFile, Path folder)
      throws IOException, InterruptedException {
    return start(classpathFile, folder, Doors.NONE);
  }

  /** Likewise, with more doors than that in the clear. */
  public static KafkaProcess start(Path classpathFile, Path folder, Doors doors)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String classpath = Files.readString(classpathFile, UTF_8).strip();
    List<Integer> free = FreePorts.find(2 + doors.protocols().size());
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(IN_THE_CLEAR, free.get(0));
    for (int i = 0; i < doors.protocols().size(); i++) {
      ports.put(doors.protocols().get(i), free.get(2 + i));
    }
    Path properties = folder.resolve("server.properties");
    Files.writeString(
        properties,
        LocalBroker.properties(folder, free.get(0), free.get(1))
            + listeners(ports, free.get(1))
            + doors.properties());
    format(classpath, folder, properties, doors.formatting());
    KafkaProcess broker = new KafkaProcess(folder, classpath, ports);
    broker.awaitAnswer();
    return broker;
  }

  /** What comes later in a file of properties counts. */
  private static String listeners(Map<String, Integer> ports, int controllerPort) {
    String all =
        ports.entrySet().stream()
            .map(listener -> listener.getKey() + "://127.0.0.1:" + listener.getValue())
            .collect(Collectors.joining(","));
    return """
    listeners=%1$s,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=%1$s
    """
        .formatted(all, controllerPort);
  }

  private static void format(
      String classpath, Path folder, Path properties, List<String> formatting)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                properties.toString()));
    arguments.addAll(formatting);
    JavaProcess.start(
            new JavaProcess.Program(
                "format", List.of("-Xmx128m"), classpath, "kafka.tools.StorageTool", arguments),
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

  /** What Kafka clients connect to in the clear. */
  public String bootstrapServers() {
    return bootstrapServers(IN_THE_CLEAR);
  }

  /** What clients of a security protocol connect to. */
  public String bootstrapServers(String protocol) {
    return "127.0.0.1:" + ports.get(protocol);
  }

  /** All that the broker has said, of all its lives. */
  public Path log() {
    return folder.resolve("broker.log");
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
    try (Socket socket = new Socket(FreePorts.loopback(), ports.get(IN_THE_CLEAR))) {
      return socket.isConnected();
    }
  }

  @Override
  public void close() {
    process.kill();
  }
}
