package io.nightlight.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.schema.OutageEvent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The one jar that docs/consumers.md gives to Kafka's console consumer. */
class DocumentedJarIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COMMAND =
      Pattern.compile(
          "CLASSPATH=(\\S+) kafka-console-consumer\\.sh (?s:.*?)--value-deserializer (\\S+)");

  @Test
  void theConsoleConsumerFindsInItAllThatItNeedsBesidesKafka() throws Exception {
    Matcher command = COMMAND.matcher(Files.readString(PROJECT.resolve("docs/consumers.md")));
    assertThat(command.find()).isTrue();
    Path jar = PROJECT.resolve(command.group(1));
    assertThat(jar).as("built before: mvn verify from the root").exists();
    OutageEvent event = OutageEvent.newBuilder().setCountry("KP").setEventId("e").build();
    byte[] bytes = event.toByteBuffer().array();

    URL[] classPath = {jar.toUri().toURL(), jarOf(Deserializer.class), jarOf(LoggerFactory.class)};
    try (URLClassLoader console =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      Object deserializer =
          console.loadClass(command.group(2)).getDeclaredConstructor().newInstance();
      Object read =
          deserializer
              .getClass()
              .getMethod("deserialize", String.class, byte[].class)
              .invoke(deserializer, "outage.events", bytes);
      assertThat(read).hasToString(event.toString());
    }
  }

  /** Kafka and what it logs with, which the console consumer brings itself. */
  private static URL jarOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
