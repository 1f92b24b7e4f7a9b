package io.nightlight.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.Reconstruction.Outage;
import io.nightlight.demo.Timeline.Span;
import io.nightlight.domain.net.Prefix;
import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.Recordings;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reconstruction's vantages got for answers. */
class ProbedWorldTest {
  private static final Duration ROUND = Timeline.ROUND;
  private static final RouteCatalog ROUTES = RouteCatalog.load();
  private static final List<ProbeTarget> TARGETS = TargetCatalog.load(ROUTES);
  private static final Map<String, ProbeTarget> BY_ADDRESS = new HashMap<>();
  private static final List<ProbeResult> RESULTS = new ArrayList<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void probe() throws Exception {
    TARGETS.forEach(target -> BY_ADDRESS.put(target.address(), target));
    List<String> files =
        Reconstruction.write(folder).probes().stream().map(Path::toString).toList();
    try (Recordings recordings =
        Recordings.open(RecordingFiles.findProbes(files), ReadingProgress.UNHEARD)) {
      for (Recorded one = recordings.next(); one != null; one = recordings.next()) {
        RESULTS.add(one.probe());
      }
    }
  }

  @Test
  void staysWithinItsSize() {
    assertThat(RESULTS).hasSizeBetween(200_000, 300_000);
    assertThat(BY_ADDRESS).hasSameSizeAs(TARGETS);
    assertThat(RESULTS).extracting(ProbeResult::getVantage).containsAll(Timeline.VANTAGES);
  }

  @Test
  void probesWhatARouteOfTheCountryLeadsTo() {
    for (ProbeTarget target : TARGETS) {
      AnnouncedRoute route = ROUTES.get(target.route());
      assertThat(route.country()).isEqualTo(target.country());
      String block = target.address().substring(0, target.address().lastIndexOf('.')) + ".0/24";
      assertThat(Prefix.firstBlock(Prefix.parse(block)) - Prefix.firstBlock(route.prefix()))
          .as("%s in %s", block, Prefix.format(route.prefix()))
          .isBetween(0L, Prefix.blockCount(route.prefix()) - 1);
    }
  }

  @Test
  void p38SeventeenToTwentyOfNorthKoreasAddressesAnswer() {
    List<Set<String>> rounds = new ArrayList<>();
    for (int round = 0; round < 144; round++) {
      rounds.add(new HashSet<>());
    }
    for (ProbeResult result : RESULTS) {
      long round = Duration.between(Timeline.START, result.getObservedAt()).dividedBy(ROUND);
      if (round < rounds.size() && isOf("KP", result) && isReply(result)) {
        rounds.get((int) round).add(result.getTargetAddress());
      }
    }
    assertThat(rounds).allSatisfy(answering -> assertThat(answering).hasSizeBetween(17, 20));
  }

  @Test
  void northKoreaIsSilentWhileItsRoutesAreGone() {
    for (Outage outage : Reconstruction.truth()) {
      Instant everybodyIs = outage.start().plusSeconds(30);
      assertThat(between(everybodyIs, outage.end()))
          .filteredOn(result -> isOf("KP", result))
          .isNotEmpty()
          .noneMatch(ProbedWorldTest::isReply);
      assertThat(between(outage.end().plusSeconds(15), outage.end().plusSeconds(120)))
          .filteredOn(result -> isOf("KP", result))
          .filteredOn(ProbedWorldTest::isReply)
          .hasSizeGreaterThan(20);
    }
  }

  @Test
  void p31OneVantageHearsNobodyForFourHours() {
    Span deaf = Timeline.DEAFNESS;
    String name = Timeline.VANTAGES.get(Timeline.DEAF_VANTAGE);
    assertThat(between(deaf.start(), deaf.end()))
        .filteredOn(result -> result.getVantage().equals(name))
        .hasSizeGreaterThan(500)
        .noneMatch(ProbedWorldTest::isReply);
    assertThat(shareAnswered(deaf, r -> !r.getVantage().equals(name) && isOf("IS", r)))
        .isGreaterThan(0.9);
  }

  @Test
  void p35ThreeOfTenBlocksSleepAtNight() {
    Span night = Span.of("2014-12-21T18:00:00Z", Duration.ofHours(4));
    Span noon = Span.of("2014-12-21T10:00:00Z", Duration.ofHours(4));
    assertThat(shareAnswered(night, r -> isOf("BD", r))).isBetween(0.65, 0.72);
    assertThat(shareAnswered(noon, r -> isOf("BD", r))).isGreaterThan(0.95);
  }

  @Test
  void p34SparseBlocksAnswerAQuarter() {
    Span day = Span.of("2014-12-21T00:00:00Z", Duration.ofDays(1));
    assertThat(shareAnswered(day, r -> isOf("KE", r))).isBetween(0.22, 0.28);
  }

  @Test
  void aTenthOfTheDippedCountryIsSilent() {
    Set<String> silent = new TreeSet<>();
    Set<String> answering = new TreeSet<>();
    for (ProbeResult result : between(Timeline.DIP.start().plusSeconds(30), Timeline.DIP.end())) {
      if (isOf(Timeline.DIPPED_COUNTRY, result)) {
        (isReply(result) ? answering : silent).add(result.getTargetAddress());
      }
    }
    silent.removeAll(answering);
    assertThat(silent).hasSize(2);
    assertThat(answering).hasSize(18);
  }

  private static double shareAnswered(Span span, Predicate<ProbeResult> which) {
    List<ProbeResult> results =
        between(span.start(), span.end()).stream()
            .filter(which)
            .filter(result -> result.getOutcome() != ProbeOutcome.PROBE_ERROR)
            .toList();
    return (double) results.stream().filter(ProbedWorldTest::isReply).count() / results.size();
  }

  private static List<ProbeResult> between(Instant from, Instant to) {
    return RESULTS.stream()
        .filter(result -> !result.getObservedAt().isBefore(from))
        .filter(result -> result.getObservedAt().isBefore(to))
        .toList();
  }

  private static boolean isOf(String country, ProbeResult result) {
    return country.equals(BY_ADDRESS.get(result.getTargetAddress()).country());
  }

  private static boolean isReply(ProbeResult result) {
    return result.getOutcome() == ProbeOutcome.REPLY;
  }
}
