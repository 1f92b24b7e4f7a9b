package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesVersionTest {

  private static String with(String... settings) {
    return JobConfig.load(null, List.of(settings)).rulesVersion();
  }

  @Test
  void isTheProgramsUnderTheDefaults() {
    assertThat(with()).isEqualTo(RulesVersion.OF_THE_PROGRAM);
    assertThat(with("detection.drop.hold=300s")).isEqualTo(RulesVersion.OF_THE_PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deployment=elsewhere",
        "geo.file=/maps/today.mmdb",
        "kafka.group.id=another",
        "kafka.client.security.protocol=SSL",
        "topic.outage.events=events",
        "bgp.format=ris-live",
        "probes.format=none",
        "source.drift=7d",
        "source.idleness=5min",
        "source.standstill=1min"
      })
  void doesNotTellWhereDataLie(String setting) {
    assertThat(with(setting)).isEqualTo(RulesVersion.OF_THE_PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "detection.drop.hold=6min",
        "warmup.routes=30min",
        "session.gutted.share=0.4",
        "probes.round=11min",
        "window.length=2min",
        "bgp.out-of-orderness=90s"
      })
  void tellsThatASettingShapesVerdicts(String setting) {
    assertThat(with(setting)).matches(RulesVersion.OF_THE_PROGRAM + "-[0-9a-f]{8}");
  }

  @Test
  void dependsOnTheValuesAndNotOnTheirOrder() {
    String one = with("detection.drop.hold=6min", "warmup.routes=30min");
    assertThat(with("warmup.routes=1800s", "detection.drop.hold=6min")).isEqualTo(one);
    assertThat(with("detection.drop.hold=7min", "warmup.routes=30min")).isNotEqualTo(one);
    assertThat(with("detection.drop.hold=6min")).isNotEqualTo(one);
  }

  /** A new key must be put on one side or the other. */
  @Test
  void everyKeyHasASide() {
    assertThat(
            JobOptions.all().stream()
                .map(JobOption::key)
                .filter(key -> !RulesVersion.shapesVerdicts(key)))
        .allMatch(
            key ->
                key.startsWith("kafka.")
                    || key.startsWith("topic.")
                    || key.startsWith("source.")
                    || List.of("deployment", "geo.file", "bgp.format", "probes.format")
                        .contains(key));
  }
}
