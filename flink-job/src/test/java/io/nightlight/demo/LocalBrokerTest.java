package io.nightlight.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong before there is a broker; a real one is started in the integration tests. */
class LocalBrokerTest {
  @TempDir private Path folder;

  @Test
  void saysHowToMakeAMissingClasspath() {
    Path missing = folder.resolve("broker.classpath");
    assertThatThrownBy(() -> LocalBroker.start(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "no broker classpath at " + missing + "; 'mvn package' in the project writes it");
  }

  @Test
  void saysWhereTheLogIsOfABrokerThatDoesNotComeUp() throws IOException {
    Path noKafka = Files.writeString(folder.resolve("broker.classpath"), "/nowhere/kafka.jar\n");
    IOException thrown = catchThrowableOfType(IOException.class, () -> LocalBroker.start(noKafka));
    assertThat(thrown)
        .hasMessageStartingWith(
            "the Kafka broker ended with status 1; the end of its log says why: ")
        .hasMessageNotContaining("\n");
    Path log = Path.of(thrown.getMessage().replaceFirst(".*: ", ""));
    assertThat(Files.readString(log, UTF_8)).contains("kafka.tools.StorageTool");
    BrokerGuard.delete(log.getParent());
  }
}
