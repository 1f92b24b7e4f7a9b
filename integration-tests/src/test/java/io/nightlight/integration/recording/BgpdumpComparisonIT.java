package io.nightlight.integration.recording;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.ValueSource;

/** RIPE's own test files beside what its decoder prints for them, route by route and in order. */
class BgpdumpComparisonIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bview.20020722.2337.gz",
        "bview.64k_stream_overflow.gz",
        "bview.ipv4_unicast_add_path.gz",
        "bview.ipv6_unicast_add_path.gz",
        "updates.20020722.2238.gz",
        "updates.20070211.0141.gz",
        "updates.20071015.1505.gz",
        "updates.20100722.2015.gz",
        "updates.et-header.2015.gz",
        "updates.long_withdrawal.gz",
        "updates.nlri_mask_trailing_bits.gz",
      })
  void readsWhatBgpdumpReads(String name) throws Exception {
    List<String> expected = printedByBgpdump("ripe-bgpdump/" + name + ".bgp.gz");
    List<String> actual = new ArrayList<>();
    List<String> refused = new ArrayList<>();

    RealRecordings.read(
        one -> {
          if (one.message() != null) {
            actual.addAll(Lines.of(one.message()));
          } else {
            refused.add(String.valueOf(one.rejection()));
          }
        },
        "ripe-bgpdump/" + name);

    assertThat(refused).isEmpty();
    assertThat(actual).isEqualTo(expected);
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
