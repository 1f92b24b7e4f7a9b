package io.nightlight;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.cli.CommandNames;
import io.nightlight.wire.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say is so. */
class DocumentsTest {
  private static final Path ROOT = ProjectFiles.root();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> deploy = Files.list(ROOT.resolve("deploy"))) {
      return Stream.of(top, docs, deploy)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    Matcher links = LINK.matcher(Files.readString(document));
    List<String> broken =
        links
            .results()
            .map(link -> link.group(1))
            .filter(target -> !target.startsWith("https://"))
            .filter(
                target -> !Files.exists(document.resolveSibling(target.replaceFirst("#.*", ""))))
            .toList();
    assertThat(broken).as("broken links in " + document).isEmpty();
  }

  @Test
  void theReadmesTwoCommandsAreThere() throws IOException {
    assertThat(text("README.md")).contains("\n./nightlight demo\n").contains("\nmvn verify\n");
    assertThat(ROOT.resolve("nightlight")).isExecutable();
    assertThat(CommandNames.commands()).contains("demo");
    assertThat(text(".ci/run")).containsPattern("(?m)^\\.ci/with-containers mvn .*verify$");
  }

  @Test
  void theReadmeFitsOnOneScreenAndTellsOfTheCheckpoint() throws IOException {
    assertThat(text("README.md").lines().count()).isLessThanOrEqualTo(60);
    assertThat(text("README.md")).contains("read_committed").contains("checkpoint (10 s");
  }

  @Test
  void everyCommandAndOptionIsDocumentedAndNoOtherIs() throws IOException {
    String commands = text("docs/commands.md");
    assertThat(CommandNames.commands())
        .allSatisfy(command -> assertThat(commands).contains("`./nightlight " + command));
    Set<String> documented = new TreeSet<>();
    OPTION.matcher(commands).results().map(MatchResult::group).forEach(documented::add);
    assertThat(documented).isEqualTo(CommandNames.options());
  }

  @Test
  void everyRejectReasonIsInTheChangelog() throws IOException {
    String changelog = text("CHANGELOG.md");
    assertThat(RejectReason.values())
        .allSatisfy(reason -> assertThat(changelog).contains("`" + reason + "`"));
  }

  @Test
  void theConsumerThatIsShownIsTheOneThatIsCompiled() throws IOException {
    String shown = text("integration-tests/src/test/java/io/nightlight/consumer/OutagePager.java");
    assertThat(text("docs/consumers.md")).contains("```java\n" + shown + "```\n");
  }
}
