package io.nightlight;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which room may use which, and what no room may do. Before changing this file think hard about the
 * layering: a rule that stands in the way is usually right.
 *
 * <p>Rules are made for a root package, so that the same rules can be shown to bite on a sample
 * that breaks them ({@code io.nightlight.badhouse}).
 */
final class RoomRules {
  /** Room to the rooms it may use, beside itself. {@code schema} is the module of that name. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "domain", Set.of(),
          "wire", Set.of("domain", "schema"),
          "recording", Set.of("domain", "wire", "schema"),
          "operator", Set.of("domain", "wire"),
          "job", Set.of("domain", "wire", "operator"),
          "replay", Set.of("domain", "wire", "recording", "job", "schema"),
          "demo", Set.of("domain", "wire", "recording", "job", "replay", "schema"),
          "report", Set.of("domain"),
          "backtest", Set.of("domain"));

  /** Inside the domain likewise. */
  private static final Map<String, Set<String>> DOMAIN_MAY_USE =
      Map.of(
          "net", Set.of(),
          "geo", Set.of("net"),
          "observation", Set.of("net"),
          "routes", Set.of("observation", "net"),
          "probing", Set.of("observation", "net"),
          "measurement", Set.of("observation", "net"),
          "availability", Set.of("routes", "probing", "measurement", "observation", "net"),
          "outage",
              Set.of("availability", "routes", "probing", "measurement", "observation", "net"),
          "review", Set.of("outage", "availability", "measurement", "net"));

  private static final Set<String> FLINK_ROOMS = Set.of("operator", "job", "replay", "demo");
  private static final Set<String> KAFKA_ROOMS = Set.of("job", "replay", "demo", "cli", "schema");
  private static final Set<String> BYTE_ROOMS = Set.of("wire", "recording", "schema");
  private static final Set<String> CLOCK_ROOMS = Set.of("replay", "demo", "cli");
  private static final Set<String> TERMINAL_ROOMS = Set.of("replay", "demo", "cli");

  private final String root;

  RoomRules(String root) {
    this.root = root;
  }

  /** Every rule under the name that its test bears. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    MAY_USE.forEach((room, others) -> rules.put("room " + room, mayUse("", room, others)));
    DOMAIN_MAY_USE.forEach(
        (part, others) -> rules.put("domain " + part, mayUse("domain.", part, others)));
    rules.put("domain is pure", domainIsPure());
    rules.put("flink", library("Flink", FLINK_ROOMS, "org.apache.flink.."));
    rules.put("kafka", library("Kafka", KAFKA_ROOMS, "org.apache.kafka.."));
    rules.put(
        "bytes", library("Avro and JSON", BYTE_ROOMS, "org.apache.avro..", "com.fasterxml.."));
    rules.put("picocli", library("picocli", Set.of("cli"), "picocli.."));
    rules.put("cycles", slices().matching(root + ".(**)").should().beFreeOfCycles());
    rules.put("clocks", onlySomeRoomsReadAClock());
    rules.put("terminal", onlySomeRoomsWriteToTheTerminal());
    rules.put("logging", noJavaUtilLogging());
    rules.put("names", noBagNames());
    rules.put("bags", noBagPackages());
    rules.replaceAll((name, rule) -> rule.allowEmptyShould(true));
    return rules;
  }

  private ArchRule mayUse(String prefix, String room, Set<String> others) {
    List<String> allowed = new ArrayList<>();
    Stream.concat(Stream.of(room), others.stream()).forEach(r -> allowed.add(packages(prefix + r)));
    DescribedPredicate<JavaClass> otherRooms =
        resideInAPackage(root + "..").and(resideOutsideOfPackages(allowed.toArray(String[]::new)));
    return noClasses()
        .that()
        .resideInAPackage(packages(prefix + room))
        .should()
        .dependOnClassesThat(otherRooms)
        .as(prefix + room + " may use only " + others);
  }

  private ArchRule domainIsPure() {
    DescribedPredicate<JavaClass> java =
        resideInAPackage("java..")
            .and(
                resideOutsideOfPackages(
                    "java.io..",
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.lang.reflect..",
                    "java.sql..",
                    "java.util.logging..",
                    "java.util.concurrent.."));
    DescribedPredicate<JavaClass> allowed =
        java.or(resideInAPackage("org.jspecify.annotations.."))
            .or(resideInAPackage(packages("domain")))
            .or(JavaClass.Predicates.type(Serializable.class))
            .or(
                DescribedPredicate.describe(
                    "primitives and their arrays", c -> c.getBaseComponentType().isPrimitive()));
    return classes()
        .that()
        .resideInAPackage(packages("domain"))
        .should()
        .onlyDependOnClassesThat(allowed)
        .as("domain is pure: java.* without I/O, threads and reflection, and itself");
  }

  private ArchRule library(String name, Set<String> rooms, String... libraries) {
    return noClasses()
        .that(outside(rooms))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries))
        .as("only " + rooms + " use " + name);
  }

  private ArchRule onlySomeRoomsReadAClock() {
    DescribedPredicate<AccessTarget.CodeUnitCallTarget> readsClock =
        DescribedPredicate.describe("read a clock", RoomRules::readsClock);
    return noClasses()
        .that(outside(CLOCK_ROOMS))
        .should()
        .callCodeUnitWhere(
            DescribedPredicate.describe(
                "it reads a clock", call -> readsClock.test(call.getTarget())))
        .orShould()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "it refers to a clock",
                access ->
                    access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
                        && readsClock(target)))
        .as("only " + CLOCK_ROOMS + " read a clock");
  }

  private static boolean readsClock(AccessTarget.CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    boolean argumentless = target.getRawParameterTypes().isEmpty();
    return switch (target.getName()) {
      case "now" -> owner.startsWith("java.time.");
      case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
      case "systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds", "tickMinutes" ->
          owner.equals("java.time.Clock");
      case "<init>" -> owner.equals("java.util.Date") && argumentless;
      case "getInstance" -> owner.equals("java.util.Calendar");
      case "systemDefault" -> owner.equals("java.time.ZoneId");
      case "sleep" -> owner.equals("java.lang.Thread");
      default -> false;
    };
  }

  private ArchRule onlySomeRoomsWriteToTheTerminal() {
    DescribedPredicate<JavaClass> aProgram =
        DescribedPredicate.describe(
            "have a main method", type -> type.tryGetMethod("main", String[].class).isPresent());
    return noClasses()
        .that(outside(TERMINAL_ROOMS).and(DescribedPredicate.not(aProgram)))
        .should()
        .accessFieldWhere(
            DescribedPredicate.describe(
                "it is System.out or System.err",
                access ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && access.getTarget().getName().matches("out|err")))
        .as("only " + TERMINAL_ROOMS + " and programs write to the terminal");
  }

  private ArchRule noJavaUtilLogging() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .as("nothing uses java.util.logging");
  }

  private ArchRule noBagNames() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .haveNameMatching(
            ".*[.$](\\w*(Utils?|Helpers?|Manager|Impl|Misc)|(Base|Common)[A-Z]\\w*|\\w*(Base|Common|V2))")
        .as("a name that says nothing hides a missing noun");
  }

  private ArchRule noBagPackages() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage(
            root + "..common..", root + "..core..", root + "..util..", root + "..utils..")
        .as("a package is a room, not a bag");
  }

  private DescribedPredicate<JavaClass> outside(Set<String> rooms) {
    return resideInAPackage(root + "..")
        .and(resideOutsideOfPackages(rooms.stream().map(this::packages).toArray(String[]::new)));
  }

  private String packages(String room) {
    return root + "." + room + "..";
  }
}
