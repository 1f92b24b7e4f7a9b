package io.nightlight;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between the rooms, and that each of the rules can fail. */
class ArchitectureTest {
  private static final String ROOT = "io.nightlight";
  private static final String BAD_ROOT = "io.nightlight.badhouse";

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final JavaClasses BAD_HOUSE = new ClassFileImporter().importPackages(BAD_ROOT);

  static Stream<String> rules() {
    return new RoomRules(ROOT).all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseKeepsTheRule(String name) {
    new RoomRules(ROOT).all().get(name).check(HOUSE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleBitesOnAHouseThatBreaksIt(String name) {
    EvaluationResult result = new RoomRules(BAD_ROOT).all().get(name).evaluate(BAD_HOUSE);
    assertThat(result.hasViolation()).as(name).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          room wire,       CodecThatKnowsTheJob
          domain net,      NounWithAnOpinion
          domain is pure,  NounWithAnOpinion
          flink,           CodecThatKnowsTheJob
          kafka,           NounWithAnOpinion
          bytes,           NounWithAnOpinion
          clocks,          ClockReaders
          terminal,        ClockReaders
          names,           RouteHelper
          cycles,          NounWithAnOpinion
          """)
  void theRuleNamesTheCulprit(String name, String culprit) {
    EvaluationResult result = new RoomRules(BAD_ROOT).all().get(name).evaluate(BAD_HOUSE);
    assertThat(result.getFailureReport().toString()).contains(culprit);
  }

  /** One way to read a clock a method, each of which must be found. */
  @Test
  void everyWayToReadAClockIsFound() {
    String report =
        new RoomRules(BAD_ROOT)
            .all()
            .get("clocks")
            .evaluate(BAD_HOUSE)
            .getFailureReport()
            .toString();
    JavaClass readers = BAD_HOUSE.get(BAD_ROOT + ".operator.ClockReaders");
    assertThat(readers.getMethods())
        .filteredOn(method -> method.getName().startsWith("reads"))
        .hasSizeGreaterThan(5)
        .allSatisfy(method -> assertThat(report).contains("ClockReaders." + method.getName()));
    assertThat(report).doesNotContain("ClockReaders.passesTimeIn");
  }

  @Test
  void everyPackageSaysWhatItHoldsAndIsNullMarked() {
    Set<String> silent = new TreeSet<>();
    for (JavaClass type : HOUSE) {
      JavaPackage room = type.getPackage();
      if (!room.getName().startsWith(ROOT + ".schema") && !room.isAnnotatedWith(NullMarked.class)) {
        silent.add(room.getName());
      }
    }
    assertThat(silent).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  /** A package that no rule knows would be a room without walls. */
  @Test
  void everyPackageBelongsToAKnownRoom() {
    Set<String> rooms = new TreeSet<>();
    for (JavaClass type : HOUSE) {
      rooms.add(type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.([^.]*).*", "$1"));
    }
    assertThat(rooms)
        .isSubsetOf(
            "schema",
            "domain",
            "wire",
            "recording",
            "operator",
            "job",
            "replay",
            "demo",
            "report",
            "backtest",
            "cli");
  }

  @Test
  void noRuleIsFrozenAndNoViolationIgnored() {
    JavaClasses rules = new ClassFileImporter().importPackages(ROOT);
    for (JavaClass type : rules) {
      assertThat(type.getDirectDependenciesFromSelf())
          .noneMatch(
              use ->
                  use.getTargetClass()
                      .getPackageName()
                      .startsWith("com.tngtech.archunit.library.freeze"));
    }
    assertThat(ArchitectureTest.class.getResource("/archunit_ignore_patterns.txt")).isNull();
  }
}
