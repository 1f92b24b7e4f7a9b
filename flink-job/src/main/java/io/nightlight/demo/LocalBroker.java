package io.nightlight.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in a JVM of its own (there its client library cannot meet the job's), on free
 * ports of the loopback interface, with its data in a temporary folder.
 *
 * <p>It lives as long as this object at most: {@link #close} ends it, so does the end of this JVM,
 * and after a SIGKILL of this JVM it ends itself ({@link BrokerGuard}). Nothing of it remains.
 */
public final class LocalBroker implements AutoCloseable {
  private static final int TRIES_TO_CONNECT = 600;
  private static final int MILLIS_BETWEEN_TRIES = 100;
  private static final int SECONDS_TO_ANSWER = 30;
  private static final int SECONDS_TO_END = 10;

  private final Path folder;
  private final int port;

  /** Also holds the pipe that {@link BrokerGuard} reads: unreachable, it would be closed. */
  private final Process process;

  private final Thread atExit = new Thread(this::stop, "broker-stop");

  private LocalBroker(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a broker and waits until it answers, some five seconds.
   *
   * @param classpathFile what the build of the {@code deploy} module writes, {@code
   *     deploy/target/broker.classpath}
   * @throws IOException if that file is missing or the broker does not come up; one line says what
   *     to do or where its log is
   */
  public static LocalBroker start(Path classpathFile) throws IOException, InterruptedException {
    if (!Files.isRegularFile(classpathFile)) {
      throw new IOException(
          "no broker classpath at " + classpathFile + "; 'mvn package' in the project writes it");
    }
    String classpath = Files.readString(classpathFile, UTF_8).strip();
    Path folder = Files.createTempDirectory("nightlight-broker-");
    LocalBroker broker;
    try {
      broker = launch(folder, classpath);
    } catch (IOException e) {
      BrokerGuard.delete(folder);
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(broker.atExit);
    try {
      broker.awaitAnswer();
      return broker;
    } catch (IOException | InterruptedException | RuntimeException e) {
      broker.abandon();
      throw e;
    }
  }

  /** What Kafka clients connect to. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The process id of the broker's JVM. */
  public long pid() {
    return process.pid();
  }

  /** Its configuration, its data and {@code broker.log}, until it is closed. */
  public Path folder() {
    return folder;
  }

  /** Ends the broker and deletes its folder; does nothing the second time. */
  @Override
  public void close() {
    forgetExit();
    stop();
  }

  private static LocalBroker launch(Path folder, String classpath) throws IOException {
    List<Integer> free = FreePorts.find(2);
    int port = free.get(0);
    Files.writeString(folder.resolve("server.properties"), properties(folder, port, free.get(1)));
    Files.writeString(folder.resolve("log4j2.properties"), LOGGING);
    Path guard = copyGuard(folder.resolve("guard"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties").toUri(),
            "-cp",
            guard + System.getProperty("path.separator") + classpath,
            BrokerGuard.class.getName(),
            Uuid.randomUuid().toString(),
            folder.toString());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(folder).toFile())
            .start();
    return new LocalBroker(folder, port, process);
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

  /**
   * What a broker of its own, with its data in {@code folder}, is configured with.
   *
   * @param controllerPort another one than the port that clients use
   */
  public static String properties(Path folder, int port, int controllerPort) {
    return """
    process.roles=broker,controller
    node.id=1
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    controller.listener.names=CONTROLLER
    controller.quorum.voters=1@127.0.0.1:%2$d
    log.dirs=%3$s
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
        .formatted(port, controllerPort, folder.resolve("data"));
  }

  /** Our own classes may lie in a jar with other Kafka libraries, so the guard goes alone. */
  private static Path copyGuard(Path into) throws IOException {
    String name = BrokerGuard.class.getName().replace('.', '/') + ".class";
    Path file = into.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream bytes = BrokerGuard.class.getResourceAsStream("/" + name)) {
      Files.copy(Objects.requireNonNull(bytes, name), file);
    }
    return into;
  }

  private static Path log(Path folder) {
    return folder.resolve("broker.log");
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    int tries = 0;
    while (!accepts()) {
      if (process.waitFor(MILLIS_BETWEEN_TRIES, MILLISECONDS)) {
        throw failed("ended with status " + process.exitValue(), null);
      }
      if (++tries == TRIES_TO_CONNECT) {
        throw failed("does not listen on " + bootstrapServers(), null);
      }
    }
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      admin.describeCluster().nodes().get(SECONDS_TO_ANSWER, SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw failed("does not answer on " + bootstrapServers(), e);
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket(FreePorts.loopback(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private IOException failed(String how, @Nullable Throwable cause) {
    return new IOException(
        "the Kafka broker " + how + "; the end of its log says why: " + log(folder), cause);
  }

  /** Kills the process, before its guard can delete the folder: the log is to be read. */
  private void abandon() {
    forgetExit();
    end(process.destroyForcibly());
  }

  private void forgetExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // this JVM is ending already, and the hook runs or has run
    }
  }

  private synchronized void stop() {
    process.destroy(); // closes the pipe too, so the guard halts: the data is nobody's any more
    end(process);
    try {
      BrokerGuard.delete(folder);
    } catch (IOException | UncheckedIOException e) {
      // an orphan in the temporary folder is no reason to fail
    }
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(SECONDS_TO_END, SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
