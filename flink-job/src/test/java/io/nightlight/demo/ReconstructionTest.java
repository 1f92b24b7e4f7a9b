package io.nightlight.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.ProjectFiles;
import io.nightlight.demo.Reconstruction.Outage;
import io.nightlight.demo.Reconstruction.Recording;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Routability;
import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.Recordings;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconstructionTest {
  private static final RouteCatalog CATALOG = RouteCatalog.load();
  private static final Duration MINUTE = Duration.ofMinutes(1);
  @TempDir private static Path folder;
  private static Recording recording;
  private static final List<BgpMessage> MESSAGES = new ArrayList<>();

  /** The vote at the end of the recording. */
  private static final PlainVote VOTE = new PlainVote(CATALOG);

  /** End of a minute to each country's visible blocks. */
  private static final Map<Instant, Map<String, Integer>> BLOCKS = new TreeMap<>();

  @BeforeAll
  static void reconstruct() throws Exception {
    recording = Reconstruction.write(folder);
    List<String> named =
        Stream.of(recording.ribs(), recording.updates())
            .flatMap(List::stream)
            .map(Path::toString)
            .toList();
    try (Recordings recordings =
        Recordings.open(RecordingFiles.find(named), ReadingProgress.UNHEARD)) {
      for (Recorded one = recordings.next(); one != null; one = recordings.next()) {
        assertThat(one.rejection()).isNull();
        MESSAGES.add(one.message());
      }
    }
    countEveryMinute();
  }

  @Test
  void givesTheSameRecordsForTheSameSeed(@TempDir Path again) throws Exception {
    Recording second = Reconstruction.write(again, Reconstruction.SEED);
    assertThat(digest(second)).isEqualTo(digest(recording));
  }

  @Test
  void givesOtherRecordsForAnotherSeed(@TempDir Path other) throws Exception {
    assertThat(digest(Reconstruction.write(other, 1))).isNotEqualTo(digest(recording));
  }

  @Test
  void holdsThePublishedOutagesAndEightCyclesMoreThanAnHourApart() {
    List<Outage> truth = Reconstruction.truth();
    assertThat(truth).hasSize(10).allMatch(outage -> outage.country().equals("KP"));
    assertThat(truth.get(8)).isEqualTo(kp("2014-12-22T16:15:00Z", "2014-12-23T01:46:00Z"));
    assertThat(truth.get(9)).isEqualTo(kp("2014-12-23T15:41:00Z", "2014-12-23T16:12:00Z"));
    for (int i = 0; i < 8; i++) {
      Outage cycle = truth.get(i);
      assertThat(Duration.between(cycle.start(), cycle.end()))
          .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(12));
      assertThat(Duration.between(cycle.end(), truth.get(i + 1).start()))
          .isGreaterThan(Duration.ofHours(1));
      assertThat(cycle.start().getEpochSecond() % 60).isZero();
    }
    assertThat(truth.get(0).start()).isAfterOrEqualTo(Instant.parse("2014-12-21T00:00:00Z"));
  }

  @Test
  void isHeardByEighteenNetworksInTwentyTwoSessions() {
    assertThat(VOTE.asns()).hasSize(18);
    assertThat(VOTE.sessions()).hasSize(22);
    assertThat(recording.ribs()).hasSize(4);
    assertThat(CATALOG.ofCountry("KP")).hasSize(4);
    assertThat(countries()).hasSize(41);
  }

  @Test
  void staysWithinItsSize() {
    assertThat(MESSAGES)
        .filteredOn(m -> m.getKind() != BgpMessageKind.RIB_ROW)
        .hasSizeBetween(150_000, 250_000);
  }

  /**
   * Minute by minute: what most networks have is what the truth says, and no country else falls.
   */
  @Test
  void mostNetworksLoseNorthKoreaWhenTheTruthSaysSoAndNothingElse() {
    Map<String, Integer> usual = new HashMap<>();
    Map<String, TreeSet<Instant>> fallen = new TreeMap<>();
    BLOCKS.forEach(
        (minute, blocks) ->
            blocks.forEach(
                (country, visible) -> {
                  int most = usual.merge(country, visible, Math::max);
                  if (visible < 0.85 * most) {
                    fallen.computeIfAbsent(country, key -> new TreeSet<>()).add(minute);
                  }
                }));
    TreeSet<Instant> expected = new TreeSet<>();
    for (Outage outage : Reconstruction.truth()) {
      Instant minute = outage.start().plus(MINUTE);
      for (; !minute.isAfter(outage.end()); minute = minute.plus(MINUTE)) {
        expected.add(minute);
      }
    }
    assertThat(fallen.remove("KP")).isEqualTo(expected);
    assertThat(fallen).containsOnlyKeys(Timeline.HUNTED_COUNTRY);
  }

  @Test
  void everyNetworkHasWithdrawnWithin45SecondsOfAStart() {
    for (Outage outage : Reconstruction.truth()) {
      Instant latest = outage.start().plusSeconds(45);
      Set<Long> withdrew =
          MESSAGES.stream()
              .filter(m -> m.getObservedAt().isAfter(outage.start()))
              .filter(m -> m.getObservedAt().isBefore(latest))
              .filter(m -> withdrawsNorthKorea(m))
              .map(BgpMessage::getPeerAsn)
              .collect(Collectors.toSet());
      assertThat(withdrew).as("at %s", outage.start()).hasSize(16);
    }
  }

  @Test
  void p20PathHuntingEmptiesACountryForOneMinuteOnly() {
    assertThat(blocksOf(Timeline.HUNTED_COUNTRY)).filteredOn(count -> count == 0).hasSize(1);
  }

  @Test
  void dipsACountryByATenthForFortyMinutes() {
    List<Integer> dipped = blocksOf(Timeline.DIPPED_COUNTRY);
    assertThat(dipped).filteredOn(count -> count == 54).hasSize(40);
    assertThat(dipped).filteredOn(count -> count == 60).hasSize(dipped.size() - 40);
  }

  @Test
  void p22AggregationChangesNoBlockButMostOfThePrefixes() {
    assertThat(new TreeSet<>(blocksOf("LK"))).hasSize(1);
    int[] routes = CATALOG.ofCountry("LK");
    long gone = Arrays.stream(routes).filter(place -> !VOTE.isVisible(place)).count();
    assertThat(gone).isEqualTo(16);
    assertThat(VOTE.isVisible(CATALOG.placeOf(Prefix.parse(Timeline.AGGREGATE)))).isTrue();
  }

  @Test
  void p12OneRisSessionIsResetAndSendsItsWholeTableAnew() {
    List<BgpMessage> down = ofKind(BgpMessageKind.PEER_DOWN);
    assertThat(down).hasSize(1);
    BgpMessage reset = down.get(0);
    assertThat(reset.getCollector()).isEqualTo("rrc90");
    assertThat(reset.getObservedAt()).isEqualTo(Timeline.RESET.start());
    List<BgpMessage> after =
        MESSAGES.stream()
            .filter(m -> m.getPeerAddress().equals(reset.getPeerAddress()))
            .filter(m -> m.getCollector().equals(reset.getCollector()))
            .filter(m -> m.getObservedAt().isAfter(Timeline.RESET.end()))
            .toList();
    PlainVote table = new PlainVote(CATALOG);
    int endOfRib = 0;
    while (!after.get(endOfRib).getEndOfRib()) {
      table.hear(after.get(endOfRib++));
    }
    assertThat(Duration.between(after.get(0).getObservedAt(), after.get(endOfRib).getObservedAt()))
        .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(130));
    long visible = IntStream.range(0, CATALOG.size()).filter(table::isVisible).count();
    assertThat(visible).isGreaterThan(CATALOG.size() * 9L / 10);
  }

  @Test
  void p13OneCollectorIsSilentForAnHourAndEverybodyElseSpeaksEveryMinute() {
    Map<String, Instant> last = new HashMap<>();
    Map<String, Duration> longest = new TreeMap<>();
    for (BgpMessage message : MESSAGES) {
      String session = message.getCollector() + " " + message.getPeerAddress();
      Instant before = last.put(session, message.getObservedAt());
      if (before != null) {
        longest.merge(
            session,
            Duration.between(before, message.getObservedAt()),
            (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
    longest.forEach(
        (session, gap) -> {
          if (session.startsWith(Timeline.SILENT_COLLECTOR.shortName() + " ")) {
            assertThat(gap).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(62));
          } else {
            assertThat(gap).isLessThanOrEqualTo(Duration.ofSeconds(61));
          }
        });
  }

  @Test
  void routeViewsCollectorsWriteUpdatesOnly() {
    assertThat(MESSAGES)
        .filteredOn(m -> m.getCollector().startsWith("route-views."))
        .extracting(BgpMessage::getKind)
        .containsOnly(BgpMessageKind.RIB_ROW, BgpMessageKind.RIB_END, BgpMessageKind.UPDATE);
  }

  @Test
  void announcesOnlyWhatCountsAndEachPrefixOnce() {
    Set<Long> seen = new TreeSet<>();
    for (int place = 0; place < CATALOG.size(); place++) {
      long prefix = CATALOG.get(place).prefix();
      assertThat(seen.add(prefix)).as(Prefix.format(prefix)).isTrue();
      assertThat(isRoutable(prefix)).as(Prefix.format(prefix)).isTrue();
    }
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    String document = Files.readString(ProjectFiles.root().resolve("docs/reconstruction.md"));
    for (Outage outage : Reconstruction.truth()) {
      long minutes = Duration.between(outage.start(), outage.end()).toMinutes();
      assertThat(document)
          .contains("| %s | %s | %d |".formatted(outage.start(), outage.end(), minutes));
    }
  }

  @Test
  void saysThatItIsNoRecording() {
    assertThat(Reconstruction.STATEMENT).contains("reconstruction, not a recording");
  }

  private static void countEveryMinute() {
    Instant next = Reconstruction.START.plus(MINUTE);
    for (BgpMessage message : MESSAGES) {
      while (!message.getObservedAt().isBefore(next)) {
        BLOCKS.put(next, VOTE.visibleBlocks());
        next = next.plus(MINUTE);
      }
      VOTE.hear(message);
    }
  }

  private static List<Integer> blocksOf(String country) {
    return BLOCKS.values().stream().map(blocks -> blocks.get(country)).toList();
  }

  private static boolean withdrawsNorthKorea(BgpMessage message) {
    byte[] all = {24, (byte) 175, 45, (byte) 176, 24, (byte) 175, 45, (byte) 177};
    ByteBuffer withdrawn = message.getWithdrawnIpv4().duplicate();
    return withdrawn.remaining() == 16
        && withdrawn.limit(withdrawn.position() + 8).equals(ByteBuffer.wrap(all));
  }

  private static List<BgpMessage> ofKind(BgpMessageKind kind) {
    return MESSAGES.stream().filter(message -> message.getKind() == kind).toList();
  }

  private static Set<String> countries() {
    Set<String> countries = new TreeSet<>();
    for (int place = 0; place < CATALOG.size(); place++) {
      countries.add(CATALOG.get(place).country());
    }
    return countries;
  }

  private static boolean isRoutable(long prefix) {
    int length = Prefix.length(prefix);
    return Prefix.isIpv6(prefix)
        ? Routability.isRoutableIpv6(Prefix.ipv6Upper48(prefix), length)
        : Routability.isRoutableIpv4(Prefix.ipv4Address(prefix), length);
  }

  private static Outage kp(String start, String end) {
    return new Outage("KP", Instant.parse(start), Instant.parse(end));
  }

  /** Of the records, not of their compression nor the random marker of a container. */
  private static String digest(Recording recording) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (List<Path> files : List.of(recording.ribs(), recording.updates())) {
      for (Path file : files) {
        digest.update(file.getFileName().toString().getBytes(UTF_8));
        drain(file, digest);
      }
    }
    List<String> probes = recording.probes().stream().map(Path::toString).toList();
    try (Recordings results =
        Recordings.open(RecordingFiles.findProbes(probes), ReadingProgress.UNHEARD)) {
      for (Recorded one = results.next(); one != null; one = results.next()) {
        digest.update(Objects.requireNonNull(one.probe()).toByteBuffer());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void drain(Path file, MessageDigest digest) throws IOException {
    try (InputStream in =
        new DigestInputStream(new GZIPInputStream(Files.newInputStream(file)), digest)) {
      in.readAllBytes();
    }
  }
}
