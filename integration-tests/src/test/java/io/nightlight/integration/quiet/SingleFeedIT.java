package io.nightlight.integration.quiet;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.recording.RealRecordings;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.replay.OutputFiles;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RouteViews at JINX, 30 May 2014: 14 peers, and only one of them has a whole table. When that one
 * is lost (pitfall P17), nothing is known of most of the world, and nothing has happened to it.
 */
class SingleFeedIT {
  private static final String COLLECTOR = "route-views.jinx";
  private static final String CAIDA = "caida-libbgpstream/routeviews.route-views.jinx.";
  private static final Instant DUMP = Instant.parse("2014-05-30T22:00:00Z");
  private static final Instant LOST = Instant.parse("2014-05-31T00:20:05Z");
  private static final Instant END = Instant.parse("2014-05-31T00:55:00Z");

  /** AS30844, Liquid Telecom: 497,000 of its prefixes are nobody else's there. */
  private static final String FULL_FEED_ASN = "30844";

  /** AS37105: 2,262 routes, enough for its loss to matter, of some countries only. */
  private static final String PARTIAL_FEED_ASN = "37105";

  /** So many countries have a route there, and all but those of the other thirteen's few. */
  private static final int MOST_COUNTRIES = 200;

  @TempDir static Path folder;

  private static Replayed replayed;

  @BeforeAll
  static void loseTheFullFeed() throws Exception {
    replayed = lose(FULL_FEED_ASN, folder.resolve("full"));
  }

  /** Replays the evening with the IPv4 session of one peer lost. */
  private static Replayed lose(String asn, Path folder) throws Exception {
    Path rib = RealRecordings.file(CAIDA + "ribs.1401487200.bz2");
    Path updates = RealRecordings.file(CAIDA + "updates.1401493500.bz2");
    List<Peer> named = RealTables.peers(rib, COLLECTOR);
    assertThat(named).hasSize(14);
    Peer loser =
        named.stream()
            .filter(peer -> String.valueOf(peer.asn()).equals(asn))
            .filter(peer -> !peer.address().contains(":"))
            .findFirst()
            .orElseThrow();
    List<Peer> others = named.stream().filter(peer -> !peer.equals(loser)).toList();

    Recording lost =
        new Recording(others, 0)
            .keepalives(DUMP, END, Duration.ofMinutes(1))
            .keepalivesOf(loser, DUMP, LOST, Duration.ofMinutes(1))
            .stateChange(LOST, List.of(loser), 6, 1);
    RecordingArchive invented = RecordingArchive.write(lost, folder.resolve("invented"));
    return Replayed.run(
        new RecordingArchive(
            List.of(rib), Stream.concat(invented.updates().stream(), Stream.of(updates)).toList()),
        folder.resolve("out"));
  }

  @Test
  void p17TheOnlyFullFeedLostIsUnknownAndNoOutage() throws Exception {
    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
    assertUnknownSince(LOST.plusSeconds(55));
  }

  /** It has a route to whatever anybody has one to: no country is left that it doesn't weaken. */
  @Test
  void p17TheLossOfTheFullFeedIsAMeasurementEventForAllCountries() throws Exception {
    MeasurementEvent event = onlyLoss(replayed, FULL_FEED_ASN);
    assertThat(event.getAffectedCountries()).as("empty where it weakens all").isEmpty();
  }

  @Test
  void p17TheLossOfAPartialFeedIsAMeasurementEventForItsCountriesOnly() throws Exception {
    Replayed partial = lose(PARTIAL_FEED_ASN, folder.resolve("partial"));
    assertThat(partial.events()).isEmpty();
    MeasurementEvent event = onlyLoss(partial, PARTIAL_FEED_ASN);
    assertThat(event.getAffectedCountries())
        .contains("ZA")
        .doesNotContain("KP")
        .isSorted()
        .hasSizeLessThan(MOST_COUNTRIES / 2);
    assertThat(partial.score("KP", END.minusSeconds(300)).getScore()).isEqualTo(1.0);
  }

  private static MeasurementEvent onlyLoss(Replayed replayed, String asn) throws Exception {
    assertThat(replayed.measurements())
        .extracting(MeasurementEvent::getKind)
        .containsExactly(MeasurementEventKind.DEGRADED);
    MeasurementEvent event = replayed.measurements().get(0);
    assertThat(event.getScopeKind()).isEqualTo(MeasurementScopeKind.SESSION);
    assertThat(event.getReason()).isEqualTo(MeasurementReason.SESSIONS_LOST);
    assertThat(event.getStartedAt()).isEqualTo(LOST);
    assertThat(event.getScope()).startsWith(COLLECTOR).endsWith("|" + asn);
    return event;
  }

  private static void assertUnknownSince(Instant blind) throws Exception {
    assertThat(replayed.scores("KP"))
        .filteredOn(score -> score.getWindowEnd().isAfter(DUMP.plus(Duration.ofMinutes(15))))
        .filteredOn(score -> !score.getWindowEnd().isAfter(LOST))
        .hasSizeGreaterThan(100)
        .allSatisfy(score -> assertThat(score.getScore()).isEqualTo(1.0));
    assertThat(replayed.scores("KP"))
        .filteredOn(score -> !score.getWindowEnd().isBefore(blind))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            score -> {
              assertThat(score.getScore()).isNull();
              assertThat(score.getStatus().name()).isEqualTo("UNKNOWN");
            });
    try (Stream<String> lines =
        replayed.lines(OutputFiles.SCORES).stream()
            .filter(line -> line.contains("\"windowEnd\":\"2014-05-31T00:40:00Z\""))) {
      Map<Boolean, Long> known =
          lines.collect(
              Collectors.partitioningBy(
                  line -> !line.contains("\"score\":null"), Collectors.counting()));
      assertThat(known.get(false)).isGreaterThan(MOST_COUNTRIES);
      assertThat(known.get(true)).as("what the other thirteen tell of").isLessThan(20);
    }
  }
}
