package io.nightlight.integration.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recordings for which nobody stored what RIPE's decoder says, against that decoder itself,
 * where it is installed: element by element and in order.
 */
class BgpdumpProgramIT {
  private static String program = "";

  @BeforeAll
  static void find() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    program =
        Stream.of(path.split(":"))
            .map(folder -> Path.of(folder, "bgpdump"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElse("");
    assumeTrue(!program.isEmpty(), "skipped: bgpdump is not installed");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # file,                                                               bgpdump only, ours only, why
          bgpipe/sample.mrt,                                                           96,  24, 'ADD-PATH in plain messages, whose path identifiers bgpdump takes for prefixes'
          bgpkit-parser/rrc00.bview.20000111.0032.gz,                                   1,   0, 'a record of one row and 7,676 bytes more: bgpdump prints the row, we refuse the record'
          bgpkit-parser/rrc00.updates.19990903.1041.gz,                             65312,   0, 'MRT type 5, which was never standardised; refused and counted'
          bgpkit-parser/rrc00.updates.19991214.1621.gz,                             55492,   0, 'MRT type 5'
          bgpkit-parser/rrc00.updates.20000102.2014.gz,                              6343,   0, 'MRT type 5'
          bgpkit-parser/rrc00.updates.20000325.0345.gz,                              2046,   0, 'MRT type 5'
          bgpkit-parser/rrc01.updates.20001104.0124.gz,                                 0,  17, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          bgpkit-parser/rrc03.updates.20100227.1600.first-796-records.gz,               0,   1, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          bgpkit-parser/rrc15.updates.20100227.1600.gz,                                 0,   2, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          bgpkit-parser/updates.bz2,                                                    0,   0,
          caida-libbgpstream/ris.rrc06.updates.1401488100.gz,                           0,   0,
          caida-libbgpstream/ris.rrc06.updates.1427846400.gz,                           0,   0,
          caida-libbgpstream/routeviews.route-views.jinx.ribs.1401487200.bz2,           0,   0,
          caida-libbgpstream/routeviews.route-views.jinx.updates.1401493500.bz2,        0,   0,
          caida-libbgpstream/routeviews.route-views.jinx.updates.1427846400.bz2,        0,   0,
          caida-libbgpstream/updates.example.bz2,                                     364,   0, 'IPv4 multicast (SAFI 2), which is no unicast route'
          codebje-hask-mrt/rib.bz2,                                                     0,   0,
          codebje-hask-mrt/update.bz2,                                                  0,   0,
          morrowc-mrtparser/updates.20260222.1530.bz2,                                  0,   0,
          mrtparse-samples/bird-mrtdump_bgp,                                            0,   3, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          mrtparse-samples/bird-mrtdump_rib,                                            0,   0,
          mrtparse-samples/bird6-mrtdump_bgp,                                           0,   3, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          mrtparse-samples/bird6-mrtdump_rib,                                           0,   0,
          mrtparse-samples/bird6_bgp,                                                  32,  17, 'ADD-PATH in plain messages, whose path identifiers bgpdump takes for prefixes'
          mrtparse-samples/bird_bgp,                                                   24,  17, 'ADD-PATH in plain messages, whose path identifiers bgpdump takes for prefixes'
          mrtparse-samples/openbgpd_bgp,                                                0,   6, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          mrtparse-samples/openbgpd_rib_table,                                          0,   0,
          mrtparse-samples/openbgpd_rib_table-mp,                                       0,   0,
          mrtparse-samples/openbgpd_rib_table-v2,                                       0,   0,
          mrtparse-samples/quagga_bgp,                                                  0,   6, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          mrtparse-samples/quagga_rib,                                                  0,   0,
          small-countries-2014/small-countries.et-table.20151023.0201.gz,               0,   0,
          small-countries-2014/small-countries.jinx.rib.20140530.2200.gz,               0,   0,
          """)
  void readsWhatBgpdumpReads(String file, int bgpdumpOnly, int oursOnly, String why)
      throws Exception {
    List<String> theirs = printedByBgpdump(RealRecordings.file(file));
    List<String> ours = new ArrayList<>();

    RealRecordings.read(
        one -> {
          if (one.message() != null) {
            ours.addAll(Lines.of(one.message()));
          }
        },
        file);

    Map<String, Integer> surplus = surplus(theirs, ours);
    assertThat(sum(surplus, 1)).as("in bgpdump only: %s", why).isEqualTo(bgpdumpOnly);
    assertThat(sum(surplus, -1)).as("in ours only: %s", why).isEqualTo(oursOnly);
    assertThat(without(surplus, ours)).isEqualTo(without(surplus, theirs));
  }

  /** How much more often a line stands in the first list than in the second; negative if less. */
  private static Map<String, Integer> surplus(List<String> first, List<String> second) {
    Map<String, Integer> surplus = new HashMap<>();
    first.forEach(line -> surplus.merge(line, 1, Integer::sum));
    second.forEach(line -> surplus.merge(line, -1, Integer::sum));
    return surplus;
  }

  private static int sum(Map<String, Integer> surplus, int sign) {
    return surplus.values().stream().mapToInt(count -> Math.max(0, sign * count)).sum();
  }

  private static List<String> without(Map<String, Integer> surplus, List<String> lines) {
    return lines.stream().filter(line -> surplus.getOrDefault(line, 0) == 0).toList();
  }

  private static List<String> printedByBgpdump(Path file) throws IOException {
    Process bgpdump =
        new ProcessBuilder(program, "-q", "-m", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(bgpdump.getInputStream(), StandardCharsets.UTF_8))) {
      return lines.lines().map(Lines::ofBgpdump).filter(Objects::nonNull).toList();
    } finally {
      bgpdump.destroy();
    }
  }
}
