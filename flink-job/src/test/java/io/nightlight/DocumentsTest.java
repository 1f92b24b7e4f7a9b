package io.nightlight;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.cli.CommandNames;
import io.nightlight.wire.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say is so. */
class DocumentsTest {
  private static final Path ROOT = ProjectFiles.root();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
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
    List<String> broken = new ArrayList<>();
    for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
      String[] target = link.group(1).split("#", 2);
      if (target[0].startsWith("https://")) {
        continue;
      }
      Path file = target[0].isEmpty() ? document : document.resolveSibling(target[0]);
      boolean leads = target.length == 1 ? Files.exists(file) : anchors(file).contains(target[1]);
      if (!leads) {
        broken.add(link.group(1));
      }
    }
    assertThat(broken).as("broken links in " + document).isEmpty();
  }

  /** What a document's headings are called in links: lower case, hyphens for blanks, no signs. */
  private static Set<String> anchors(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Set.of();
    }
    return HEADING
        .matcher(Files.readString(file))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
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
