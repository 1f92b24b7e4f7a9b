package io.nightlight.integration.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.recording.Recorded;
import io.nightlight.recording.Recordings;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Skipped;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of the recordings, from their READMEs and from other decoders. */
class RealRecordingsIT {

  /** Counts what it hears. */
  private static final class Tally implements Consumer<Recorded> {
    private final Map<BgpMessageKind, Integer> kinds = new EnumMap<>(BgpMessageKind.class);
    private final Map<RejectReason, Integer> refused = new EnumMap<>(RejectReason.class);
    private int announced;
    private int withdrawn;

    @Override
    public void accept(Recorded one) {
      if (one.rejection() != null) {
        refused.merge(one.rejection().reason(), 1, Integer::sum);
      }
      BgpMessage message = one.message();
      if (message != null) {
        kinds.merge(message.getKind(), 1, Integer::sum);
        announced += Lines.prefixes(message.getAnnouncedIpv4(), 4).size();
        announced += Lines.prefixes(message.getAnnouncedIpv6(), 16).size();
        withdrawn += Lines.prefixes(message.getWithdrawnIpv4(), 4).size();
        withdrawn += Lines.prefixes(message.getWithdrawnIpv6(), 16).size();
      }
    }

    int of(BgpMessageKind kind) {
      return kinds.getOrDefault(kind, 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # file,                                                             announced, withdrawn
          caida-libbgpstream/updates.example.bz2,                                126042, 10838
          caida-libbgpstream/routeviews.route-views.jinx.updates.1401493500.bz2,   1238,   116
          caida-libbgpstream/ris.rrc06.updates.1401488100.gz,                      3761,    68
          morrowc-mrtparser/updates.20260222.1530.bz2,                           111057,  7606
          ripe-bgpdump/updates.et-header.2015.gz,                                577737,     3
          codebje-hask-mrt/update.bz2,                                            23622,  2020
          bgpkit-parser/rrc15.updates.20100227.1600.gz,                           52468,  1318
          # ADD-PATH in plain messages: without the path identifiers seen, 752 false ones
          bgpipe/sample.mrt,                                                        680,    64
          """)
  void countsUnicastRoutes(String file, int announced, int withdrawn) throws Exception {
    Tally tally = new Tally();

    RealRecordings.read(tally, file);

    assertThat(tally.refused).isEmpty();
    assertThat(tally.announced).isEqualTo(announced);
    assertThat(tally.withdrawn).isEqualTo(withdrawn);
  }

  @Test
  void passesOverMulticast() throws Exception {
    Tally tally = new Tally();

    Recordings read = RealRecordings.read(tally, "caida-libbgpstream/updates.example.bz2");

    assertThat(read.skipped()).containsOnlyKeys(Skipped.OTHER_FAMILY);
    assertThat(tally.of(BgpMessageKind.HEARTBEAT)).isEqualTo(228);
  }

  @Test
  void findsNorthKoreaInTheTableOfJinx() throws Exception {
    Tally tally = new Tally();
    Map<String, Long> northKorea = new TreeMap<>();
    Set<String> ipv4 = new HashSet<>();
    Set<String> ended = new HashSet<>();

    RealRecordings.read(
        one -> {
          tally.accept(one);
          BgpMessage message = one.message();
          assertThat(message).isNotNull();
          assertThat(message.getCollector()).isEqualTo("route-views.jinx");
          if (message.getKind() == BgpMessageKind.RIB_END) {
            ended.add(message.getPeerAddress() + " " + message.getPeerAsn());
          }
          for (String prefix : Lines.prefixes(message.getAnnouncedIpv4(), 4)) {
            ipv4.add(prefix);
            if (prefix.startsWith("175.45.17")) {
              northKorea.put(prefix, message.getOriginAsn());
            }
          }
        },
        "caida-libbgpstream/routeviews.route-views.jinx.ribs.1401487200.bz2");

    assertThat(ipv4).hasSize(497_323);
    assertThat(ended).hasSize(14);
    assertThat(tally.of(BgpMessageKind.RIB_ROW)).isEqualTo(503_590);
    assertThat(northKorea)
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "175.45.176.0/24", 131_279L,
                    "175.45.177.0/24", 131_279L,
                    "175.45.178.0/24", 131_279L,
                    "175.45.179.0/24", 131_279L)));
  }

  @Test
  void p14ConnectionAttemptsAreNoLosses() throws Exception {
    Tally rrc06 = new Tally();
    Tally rrc03 = new Tally();

    Recordings read =
        RealRecordings.read(rrc06, "caida-libbgpstream/ris.rrc06.updates.1401488100.gz");
    RealRecordings.read(rrc03, "bgpkit-parser/rrc03.updates.20100227.1600.first-796-records.gz");

    assertThat(read.skipped()).containsEntry(Skipped.CONNECTION_ATTEMPT, 4L);
    assertThat(rrc06.of(BgpMessageKind.PEER_DOWN)).isZero();
    // 6 -> 7 (Clearing) of one session, and its NOTIFICATION
    assertThat(rrc03.of(BgpMessageKind.PEER_DOWN)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # file,                                            messages, UNSUPPORTED_TYPE, TOO_LARGE, other
          bgpkit-parser/rrc00.updates.19990903.1041.gz,             0,            24242,         0,     0
          bgpkit-parser/rrc00.updates.19991214.1621.gz,             0,            18203,         0,     0
          bgpkit-parser/rrc00.updates.20000102.2014.gz,             0,             3957,         0,     0
          bgpkit-parser/rrc00.updates.20000325.0345.gz,             0,                6,         1,     0
          bgpkit-parser/rrc00.bview.20000111.0032.gz,               0,                1,         1,     1
          bgpkit-parser/rrc01.updates.20001104.0124.gz,           904,                0,         0,    63
          mrtparse-samples/openbgpd_rib_table-mp,                   0,               31,         0,     0
          """)
  void p9RefusesWhatIsDamagedOrTooOldAndGoesOn(
      String file, int messages, int unsupported, int tooLarge, int other) throws Exception {
    Tally tally = new Tally();

    RealRecordings.read(tally, file);

    int refused = tally.refused.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(tally.kinds.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(messages);
    assertThat(tally.refused.getOrDefault(RejectReason.UNSUPPORTED_TYPE, 0)).isEqualTo(unsupported);
    assertThat(tally.refused.getOrDefault(RejectReason.TOO_LARGE, 0)).isEqualTo(tooLarge);
    assertThat(refused - unsupported - tooLarge).isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # file,                              routes, sessions of the dumps in it
          mrtparse-samples/bird-mrtdump_rib,        18, 4
          mrtparse-samples/bird6-mrtdump_rib,       10, 3
          mrtparse-samples/openbgpd_rib_table,      31, 3
          mrtparse-samples/openbgpd_rib_table-v2,   31, 3
          mrtparse-samples/quagga_rib,               9, 2
          codebje-hask-mrt/rib.bz2,             609246, 29
          """)
  void readsTablesOfEveryWriter(String file, int rows, int ends) throws Exception {
    Tally tally = new Tally();

    RealRecordings.read(tally, file);

    assertThat(tally.refused).isEmpty();
    assertThat(tally.of(BgpMessageKind.RIB_ROW)).isEqualTo(rows);
    assertThat(tally.of(BgpMessageKind.RIB_END)).isEqualTo(ends);
  }

  @Test
  void mergesTheEveningOfJinxAndRrc06InOrderOfTime() throws Exception {
    Tally tally = new Tally();
    long[] last = {Long.MIN_VALUE};

    Recordings read =
        RealRecordings.read(
            one -> {
              assertThat(one.placeMicros()).isGreaterThanOrEqualTo(last[0]);
              last[0] = one.placeMicros();
              tally.accept(one);
            },
            "caida-libbgpstream/routeviews.route-views.jinx.updates.1401493500.bz2",
            "caida-libbgpstream/ris.rrc06.updates.1401488100.gz",
            "caida-libbgpstream/routeviews.route-views.jinx.ribs.1401487200.bz2");

    assertThat(tally.of(BgpMessageKind.UPDATE)).isEqualTo(644 + 1530);
    assertThat(tally.of(BgpMessageKind.RIB_ROW)).isEqualTo(503_590);
    assertThat(read.sessions().onlyInUpdates())
        .isNotEmpty()
        .allMatch(session -> session.collector().equals("rrc06"));
  }
}
