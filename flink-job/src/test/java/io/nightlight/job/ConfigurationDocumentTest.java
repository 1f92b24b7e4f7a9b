package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is made from {@link JobOptions}; this writes it or compares it. */
class ConfigurationDocumentTest {
  private static final String COMMAND =
      "mvn -q -pl schemas,flink-job test -Dtest=ConfigurationDocumentTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dnightlight.docs=write";

  private static final String PREAMBLE =
      """
      # Configuration

      <!-- Made from io.nightlight.job.JobOptions by: %s -->

      Values come from the defaults below, then from the YAML file of `--config`, then from each
      `--set key=value`; the later wins. In the file, keys may be written dotted or nested:

      ```yaml
      deployment: harbour
      kafka:
        bootstrap.servers: broker-1:9092,broker-2:9092
        client:
          security.protocol: SASL_SSL
      window.length: 1min
      ```

      An unknown key, a bad value and values that contradict each other are refused with one line and
      exit status 2. Durations are written `500ms`, `60s`, `10min`, `24h`, `7d` or in ISO-8601; a bare
      number is no duration.

      What the operator of a cluster tunes (checkpoints, state backend, parallelism, memory) is not
      here but in Flink's `config.yaml`.
      """
          .formatted(COMMAND);

  private static final String KAFKA_CLIENT =
      """

      ### `kafka.client.<setting>`

      *text; none by default*

      Handed to every Kafka client as `<setting>`, for security above all, such as
      `kafka.client.security.protocol`. No message and no log shows the values. A setting that the
      client does not know is ignored by it; those on which exactly-once delivery depends are refused.
      Passwords need not stand here: see [security](security.md).
      """;

  private static String render() {
    StringBuilder document = new StringBuilder(PREAMBLE);
    String section = "";
    for (JobOption<?> option : JobOptions.all()) {
      String first = option.key().replaceFirst("[.].*", "");
      if (!first.equals(section)) {
        section = first;
        document.append("\n## ").append(section).append('\n');
      }
      String standard = option.standard().isEmpty() ? "empty" : "`" + option.standard() + "`";
      document.append("\n### `").append(option.key()).append("`\n\n*");
      document.append(option.type().expected()).append("; default ").append(standard);
      document.append("*\n\n").append(wrapped(option.doc())).append('\n');
      if (option.equals(JobOptions.KAFKA_TRANSACTION_TIMEOUT)) {
        document.append(KAFKA_CLIENT);
      }
    }
    return document.toString();
  }

  private static String wrapped(String paragraph) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : paragraph.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > 100) {
        text.append('\n');
        column = 0;
      } else if (column > 0) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    return text.toString();
  }

  @Test
  void documentSaysWhatTheKeysAre() throws IOException {
    Path document = ProjectFiles.root().resolve("docs/configuration.md");
    if ("write".equals(System.getProperty("nightlight.docs"))) {
      Files.createDirectories(document.getParent());
      Files.writeString(document, render());
    }
    assertThat(Files.readString(document))
        .as("docs/configuration.md is not what JobOptions says; run: " + COMMAND)
        .isEqualTo(render());
  }
}
