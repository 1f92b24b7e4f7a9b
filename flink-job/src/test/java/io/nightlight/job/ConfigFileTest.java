package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("nightlight.yaml"), content);
  }

  @Test
  void readsDottedAndNestedKeysAlike() throws IOException {
    Path file =
        file(
            """
            # a comment
            window.length: 1min
            kafka:
              group.id: night
              client:
                security.protocol: SASL_SSL
            """);
    assertThat(ConfigFile.read(file))
        .containsExactly(
            Map.entry("window.length", "1min"),
            Map.entry("kafka.group.id", "night"),
            Map.entry("kafka.client.security.protocol", "SASL_SSL"));
  }

  @Test
  void keepsValuesAsTheyAreWritten() throws IOException {
    Path file = file("a: 1:30\nb: no\nc: 0777\nd: 2014-12-22\ne: ~\nf: 0.050\ng:\n");
    assertThat(ConfigFile.read(file).values())
        .containsExactly("1:30", "no", "0777", "2014-12-22", "~", "0.050", "");
  }

  @Test
  void takesAnEmptyFile() throws IOException {
    assertThat(ConfigFile.read(file(""))).isEmpty();
    assertThat(ConfigFile.read(file("# nothing\n"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          just words                       | expected lines of 'key: value'
          - a list                         | expected lines of 'key: value'
          a: [1, 2]                        | a needs one value, not a list
          a: 1\\na: 2                      | line 2: found duplicate key a
          a.b: 1\\na:\\n  b: 2             | a.b is given twice
          a: {                             | line
          a: !!java.lang.ProcessBuilder [] | line 1: Global tag is not allowed
          a: 1\\n---\\nb: 2                | line 2: but found another document
          a: *nobody                       | line 1: found undefined alias
          """)
  void refusesWhatIsNoConfigurationInOneLine(String content, String complaint) throws IOException {
    Path file = file(content.replace("\\n", "\n"));
    assertThatThrownBy(() -> ConfigFile.read(file))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(complaint)
        .message()
        .hasLineCount(1);
  }

  @Test
  void refusesAliasesThatExplode() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 {k: v}\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    Path file = file(bomb.toString());
    assertThatThrownBy(() -> ConfigFile.read(file)).isInstanceOf(InvalidConfiguration.class);
  }

  @Test
  void refusesNestingWithoutEnd() throws IOException {
    Path file = file("{a: ".repeat(10_000));
    assertThatThrownBy(() -> ConfigFile.read(file)).isInstanceOf(InvalidConfiguration.class);
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> ConfigFile.read(folder.resolve("missing.yaml")))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageEndingWith("missing.yaml: there is no such file");
    assertThatThrownBy(() -> ConfigFile.read(folder))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageEndingWith("it is a folder");
    Path large = file("#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> ConfigFile.read(large))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageEndingWith("larger than 1 MB");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "deployment: café".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ConfigFile.read(latin))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageEndingWith("not UTF-8 text");
  }
}
