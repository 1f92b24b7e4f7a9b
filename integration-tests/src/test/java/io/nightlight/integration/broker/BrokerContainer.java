package io.nightlight.integration.broker;

import static java.util.stream.Collectors.toMap;

import io.nightlight.demo.LocalBroker;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A Kafka broker in a container, with the settings of {@link LocalBroker}. */
final class BrokerContainer implements AutoCloseable {
  /** Where it listens and keeps its data: in a container that is the image's to say. */
  private static final Set<String> OF_THE_PLACE =
      Set.of(
          "process.roles",
          "node.id",
          "listeners",
          "advertised.listeners",
          "controller.listener.names",
          "controller.quorum.voters",
          "log.dirs");

  private static final Duration TO_COME_UP = Duration.ofMinutes(2);

  private final KafkaContainer container;

  private BrokerContainer(KafkaContainer container) {
    this.container = container;
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @param image one that the engine has
   */
  static BrokerContainer start(String image) {
    DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka");
    KafkaContainer container =
        new KafkaContainer(name)
            .withEnv(settings())
            .withEnv("KAFKA_HEAP_OPTS", "-Xmx512m")
            .withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .withStartupTimeout(TO_COME_UP);
    container.start();
    return new BrokerContainer(container);
  }

  /** As the image wants them: {@code node.id} is {@code KAFKA_NODE_ID}. */
  static Map<String, String> settings() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(LocalBroker.properties(Path.of("anywhere"), 1, 2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.stringPropertyNames().stream()
        .filter(name -> !OF_THE_PLACE.contains(name))
        .collect(
            toMap(
                name -> "KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'),
                properties::getProperty));
  }

  String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override
  public void close() {
    container.close();
  }
}
