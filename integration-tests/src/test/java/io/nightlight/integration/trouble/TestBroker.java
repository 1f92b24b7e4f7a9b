package io.nightlight.integration.trouble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker in a JVM of its own, that can be killed and started again with its data, and that
 * listens in other ways than in the clear, too.
 */
final class TestBroker implements AutoCloseable {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));
  private static final int SECONDS_TO_ANSWER = 90;

  /** How clients may speak to it in the clear: the test's own door. */
  static final String PLAINTEXT = "PLAINTEXT";

  private static final String CONTROLLER = "CONTROLLER";

  private final Path folder;
  private final Map<String, Integer> ports;
  private final List<String> command;
  private Process process;

  private TestBroker(Path folder, Map<String, Integer> ports, List<String> command)
      throws IOException {
    this.folder = folder;
    this.ports = ports;
    this.command = command;
    process = launch();
  }

  /** Listens in the clear. */
  static TestBroker start(Path folder) throws Exception {
    return start(folder, List.of(), "", List.of());
  }

  /**
   * Listens in the clear and otherwise.
   *
   * @param protocols security protocols, each a listener of that name
   * @param properties what else stands in its properties
   * @param format what else its storage is formatted with
   */
  static TestBroker start(
      Path folder, List<String> protocols, String properties, List<String> format)
      throws Exception {
    Map<String, Integer> ports = freePorts(protocols);
    Files.createDirectories(folder);
    Path file = folder.resolve("server.properties");
    Files.writeString(file, settings(folder, ports) + properties);
    Files.writeString(folder.resolve("log4j2.properties"), LOGGING);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties").toUri());
    command.add("-cp");
    command.add(
        Path.of("target", "test-classes").toAbsolutePath()
            + System.getProperty("path.separator")
            + Files.readString(CLASSPATH, UTF_8).strip());
    command.add(BrokerProcess.class.getName());
    command.add(Uuid.randomUuid().toString());
    command.add(file.toString());
    command.addAll(format);
    TestBroker broker = new TestBroker(folder, ports, command);
    broker.awaitAnswer();
    return broker;
  }

  private static final String LOGGING =
      """
      rootLogger.level = info
      rootLogger.appenderRef.console.ref = console
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{ISO8601} %p %m (%c{1})%n
      """;

  private static Map<String, Integer> freePorts(List<String> protocols) throws IOException {
    List<String> names = new ArrayList<>(List.of(PLAINTEXT, CONTROLLER));
    names.addAll(protocols);
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    for (String name : names) {
      ServerSocket socket =
          new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      held.add(socket);
      ports.put(name, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private static String settings(Path folder, Map<String, Integer> ports) {
    List<String> listeners = new ArrayList<>();
    List<String> advertised = new ArrayList<>();
    ports.forEach(
        (name, port) -> {
          listeners.add(name + "://127.0.0.1:" + port);
          if (!name.equals(CONTROLLER)) {
            advertised.add(name + "://127.0.0.1:" + port);
          }
        });
    return """
    process.roles=broker,controller
    node.id=1
    listeners=%s
    advertised.listeners=%s
    controller.listener.names=CONTROLLER
    controller.quorum.voters=1@127.0.0.1:%d
    inter.broker.listener.name=PLAINTEXT
    log.dirs=%s
    auto.create.topics.enable=false
    default.replication.factor=1
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=4
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    """
        .formatted(
            String.join(",", listeners),
            String.join(",", advertised),
            ports.get(CONTROLLER),
            folder.resolve("data"));
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  /** All that the broker has said, of all its lives. */
  Path log() {
    return folder.resolve("broker.log");
  }

  private void awaitAnswer() throws Exception {
    String patience = String.valueOf(SECONDS_TO_ANSWER * 1_000);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", servers(), "default.api.timeout.ms", patience))) {
      admin.describeCluster().nodes().get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IOException("the broker does not answer:\n" + Files.readString(log()), e);
    }
  }

  /** What clients in the clear connect to. */
  String servers() {
    return servers(PLAINTEXT);
  }

  /** What clients of a security protocol connect to. */
  String servers(String protocol) {
    return "127.0.0.1:" + ports.get(protocol);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Starts again with its data, where it was. */
  void startAgain() throws Exception {
    process = launch();
    awaitAnswer();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
