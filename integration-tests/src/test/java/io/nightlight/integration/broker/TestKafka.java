package io.nightlight.integration.broker;

import io.nightlight.demo.LocalBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A Kafka broker with no topics, for as long as it is not closed.
 *
 * <p>{@code -Dnightlight.kafka=container} or {@code process} says which of both ways it is started;
 * without, or with {@code any}, a container is taken where one is to be had. A line on the terminal
 * tells which way it was. {@code -Dnightlight.kafka.image=NAME} is another image than the Apache
 * Kafka project's, which takes its settings the same way.
 */
public final class TestKafka implements AutoCloseable {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));

  private enum Way {
    ANY,
    CONTAINER,
    PROCESS
  }

  private final String bootstrapServers;
  private final Runnable stop;

  private TestKafka(String bootstrapServers, Runnable stop) {
    this.bootstrapServers = bootstrapServers;
    this.stop = stop;
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @throws IOException if it doesn't come up; or if a container is demanded and not to be had
   */
  public static TestKafka start() throws IOException, InterruptedException {
    Way way = Way.valueOf(System.getProperty("nightlight.kafka", "any").toUpperCase(Locale.ROOT));
    if (way == Way.PROCESS) {
      return process("as demanded");
    }
    String image = System.getProperty("nightlight.kafka.image");
    Optional<String> obstacle = DockerEngine.obstacleTo(image);
    if (obstacle.isEmpty()) {
      return container(image);
    }
    if (way == Way.CONTAINER) {
      throw new IOException("no container of " + image + " for Kafka: " + obstacle.get());
    }
    return process(obstacle.get());
  }

  /** What Kafka clients connect to. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    stop.run();
  }

  private static TestKafka container(String image) {
    BrokerContainer broker = BrokerContainer.start(image);
    say("a container of " + image);
    return new TestKafka(broker.bootstrapServers(), broker::close);
  }

  private static TestKafka process(String why) throws IOException, InterruptedException {
    LocalBroker broker = LocalBroker.start(CLASSPATH);
    say("a process (" + why + ")");
    return new TestKafka(broker.bootstrapServers(), broker::close);
  }

  private static void say(String which) {
    System.out.println("Kafka of this test: " + which);
  }
}
