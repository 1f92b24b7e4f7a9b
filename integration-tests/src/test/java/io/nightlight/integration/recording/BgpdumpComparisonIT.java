package io.nightlight.integration.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.wire.Rejection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * RIPE's own test files beside what its decoder, {@code bgpdump -m}, prints for them: route by
 * route and in order. Where the two differ, the table says by how much and why.
 */
class BgpdumpComparisonIT {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # file,                               bgpdump only, states of ours only, refused, why
          bview.20020722.2337.gz,                          0,  0, 0,
          bview.64k_stream_overflow.gz,                    0,  0, 0,
          bview.ipv4_unicast_add_path.gz,                  0,  0, 0,
          bview.ipv6_unicast_add_path.gz,                  0,  0, 0,
          updates.20020722.2238.gz,                        0, 20, 0, 'bgpdump -m prints no OPEN and no NOTIFICATION'
          updates.20070211.0141.gz,                      151,  0, 0, 'IPv4 multicast, which is no unicast route'
          updates.20071015.1505.gz,                        0,  0, 0,
          updates.20100722.2015.gz,                        0,  0, 0,
          updates.et-header.2015.gz,                       0,  1, 0, 'bgpdump -m prints no OPEN'
          updates.long_withdrawal.gz,                      0,  0, 0,
          updates.nlri_mask_trailing_bits.gz,              1,  0, 1, 'the list ends within its second prefix; bgpdump prints the first'
          """)
  void readsWhatBgpdumpReads(
      String name, int bgpdumpOnly, int statesOfOursOnly, int refused, String why)
      throws Exception {
    List<String> expected = printedByBgpdump("ripe-bgpdump/" + name + ".bgp.gz");
    List<String> actual = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();

    RealRecordings.read(
        one -> {
          if (one.message() != null) {
            actual.addAll(Lines.of(one.message()));
          } else {
            rejections.add(Objects.requireNonNull(one.rejection()));
          }
        },
        "ripe-bgpdump/" + name);

    assertThat(rejections).hasSize(refused);
    assertThat(missing(routes(expected), routes(actual))).as(why).hasSize(bgpdumpOnly);
    assertThat(missing(states(actual), states(expected))).as(why).hasSize(statesOfOursOnly);
  }

  /**
   * What of {@code all} has to be left out to get {@code some}, which must be in the same order.
   */
  private static List<String> missing(List<String> all, List<String> some) {
    List<String> missing = new ArrayList<>();
    int at = 0;
    for (String line : all) {
      if (at < some.size() && some.get(at).equals(line)) {
        at++;
      } else {
        missing.add(line);
      }
    }
    assertThat(some.subList(at, some.size()))
        .as("in one, and not or elsewhere in the other")
        .isEmpty();
    return missing;
  }

  private static List<String> routes(List<String> lines) {
    return lines.stream().filter(line -> !isState(line)).toList();
  }

  private static List<String> states(List<String> lines) {
    return lines.stream().filter(BgpdumpComparisonIT::isState).toList();
  }

  private static boolean isState(String line) {
    return line.startsWith("UP") || line.startsWith("DOWN");
  }

  private static List<String> printedByBgpdump(String name) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(RealRecordings.file(name))),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(Lines::ofBgpdump).filter(Objects::nonNull).toList();
    }
  }
}
