package io.nightlight.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Names the rules that results were made by: their version in this program, and where a setting
 * that shapes verdicts isn't the default, a fingerprint of those settings, as in {@code
 * 2-9f86d081}. Two results with one rules version, one map and one input are equal.
 */
final class RulesVersion {

  /** It changes whenever the same input under the defaults could give other events. */
  static final String OF_THE_PROGRAM = "2";

  /** What keys that shape verdicts begin with; the others say where data lie, or how to read. */
  private static final List<String> SHAPING =
      List.of(
          "bgp.bmp.view",
          "bgp.out-of-orderness",
          "collector.",
          "detection.",
          "future.",
          "input.",
          "probes.forget-after",
          "probes.out-of-orderness",
          "probes.round",
          "review.",
          "session.",
          "table.",
          "vantage.",
          "warmup.",
          "window.");

  private static final int FINGERPRINT_BYTES = 4;

  private RulesVersion() {}

  static String of(OptionValues values) {
    String changed =
        JobOptions.all().stream()
            .filter(option -> shapesVerdicts(option.key()))
            .filter(option -> !Objects.equals(values.get(option), option.read(option.standard())))
            .map(option -> option.key() + "=" + values.get(option))
            .sorted()
            .collect(Collectors.joining("\n"));
    return changed.isEmpty() ? OF_THE_PROGRAM : OF_THE_PROGRAM + "-" + fingerprint(changed);
  }

  static boolean shapesVerdicts(String key) {
    return SHAPING.stream().anyMatch(key::startsWith);
  }

  private static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
