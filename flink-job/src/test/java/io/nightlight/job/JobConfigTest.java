package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.review.ReviewRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobConfigTest {

  private static JobConfig with(String... settings) {
    return JobConfig.load(null, Arrays.asList(settings));
  }

  @Test
  void defaultsAreThoseOfTheDesign() {
    JobConfig config = JobConfig.defaults();
    assertThat(config.timing())
        .isEqualTo(
            new JobConfig.Timing(
                Duration.ofMinutes(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofMinutes(15),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Duration.ofMinutes(10)));
    assertThat(config.sessions())
        .isEqualTo(
            new JobConfig.Sessions(
                20,
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofMinutes(5),
                0.05,
                Duration.ofMinutes(2),
                Duration.ofMinutes(15),
                1_000,
                0.5,
                Duration.ofDays(40),
                1_000));
    assertThat(config.detection()).isEqualTo(DetectionRules.defaults());
    assertThat(config.review()).isEqualTo(ReviewRules.defaults());
    assertThat(config.topics().all())
        .containsExactly(
            "bgp.updates",
            "probe.results",
            "availability.scores",
            "outage.events",
            "outage.current",
            "measurement.events",
            "rejected.records");
    assertThat(config.kafka().transactionTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.kafka().client()).isEmpty();
    assertThat(config.geoFile()).isEmpty();
    assertThat(config.deployment()).isEqualTo("nightlight");
  }

  @Test
  void settingsWinOverTheFileAndLaterOnesOverEarlier(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("n.yaml");
    Files.writeString(file, "deployment: file\nwindow.length: 30s\nkafka.group.id: file\n");
    JobConfig config =
        JobConfig.load(
            file, List.of("deployment=first", "kafka.group.id = spaces ", "deployment=last"));
    assertThat(config.deployment()).isEqualTo("last");
    assertThat(config.kafka().groupId()).isEqualTo("spaces");
    assertThat(config.timing().windowLength()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          window.lenght=1min | --set: unknown key 'window.lenght'; the nearest known key is 'window.length'
          kafka.clent.x=1 | --set: unknown key 'kafka.clent.x'; the nearest known key is 'kafka.client.'
          kafka.client.=1 | --set: unknown key 'kafka.client.'; the nearest known key is 'kafka.client.'
          window.length=7min | --set: bad value for window.length: '7min' (expected a duration of whole seconds that divides an hour evenly, at least 10s, such as 1min)
          window.length=5s | --set: bad value for window.length: '5s' (expected a duration of whole seconds that divides an hour evenly, at least 10s, such as 1min)
          window.length=2h | --set: bad value for window.length: '2h' (expected a duration of whole seconds that divides an hour evenly, at least 10s, such as 1min)
          window.length=10500ms | --set: bad value for window.length: '10500ms' (expected a duration of whole seconds that divides an hour evenly, at least 10s, such as 1min)
          kafka.transaction.timeout=16min | --set: bad value for kafka.transaction.timeout: '16min' (expected a duration from 1min to 15min, written like 90s, 10min, 24h, 7d)
          table.quiet-share=NaN | --set: bad value for table.quiet-share: 'NaN' (expected a number from 0 to 1)
          table.quiet-share=1.01 | --set: bad value for table.quiet-share: '1.01' (expected a number from 0 to 1)
          topic.bgp.updates=a b | --set: bad value for topic.bgp.updates: 'a b' (expected a Kafka topic's name: 1 to 249 of letters, digits, '.', '_' and '-')
          deployment= | --set: bad value for deployment: '' (expected 1 to 100 of letters, digits, '.', '_' and '-', beginning with a letter or digit)
          kafka.bootstrap.servers=broker | --set: bad value for kafka.bootstrap.servers: 'broker' (expected host:port, or several with commas between)
          session.silence.shortest=25h | session.silence.shortest (25h) must not exceed session.silence.longest (1d)
          table.settle.longest=1min | table.settle.shortest (2min) must not exceed table.settle.longest (1min)
          input.gap=1min | probes.out-of-orderness (2min) must not exceed input.gap (1min)
          topic.bgp.updates=outage.events | two of the keys topic.* name the topic 'outage.events'
          detection.drop.floor=0.95 | detection.drop.floor (0.95) must not exceed detection.drop.ceiling (0.9)
          detection.recovery.share=1 | detection.recovery.share must be below 1, else recovery and drop overlap, but is 1.0
          detection.drop.hold=90s | detection.drop.hold must be at least detection.drop.deep-hold (2min), but is 90s
          warmup.updates-only=30min | warmup.updates-only must be at least warmup.routes (1h), but is 30min
          window.length=15min | detection.baseline.bin must be a multiple of window.length (15min), but is 10min
          kafka.client.isolation.level=read_uncommitted | --set: kafka.client.isolation.level cannot be set: Nightlight's delivery depends on it (see the keys kafka.*)
          window.length | --set 'window.length': expected key=value, such as window.length=1min
          =secret | --set '=...': expected key=value, such as window.length=1min
          """)
  void refusesWithOneLineThatNamesKeyValueAndExpectation(String setting, String message) {
    assertThatThrownBy(() -> with(setting))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(message);
  }

  @Test
  void aLongBadValueIsCutToOneLine() {
    assertThatThrownBy(() -> with("deployment=" + "x".repeat(5000) + "\nnext"))
        .isInstanceOf(InvalidConfiguration.class)
        .message()
        .hasLineCount(1)
        .hasSizeLessThan(300);
  }

  @Test
  void handsClientSettingsOnAndNeverShowsTheirValues() {
    JobConfig config =
        with("kafka.client.sasl.jaas.config=user=me password=hunter2", "kafka.client.a=b");
    assertThat(config.kafka().client())
        .containsEntry("sasl.jaas.config", "user=me password=hunter2")
        .containsEntry("a", "b");
    assertThat(config.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
  }

  @Test
  void namesTheFileOfABadKey(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("n.yaml");
    Files.writeString(file, "sourc.idleness: 5s\n");
    assertThatThrownBy(() -> JobConfig.load(file, List.of()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(
            file + ": unknown key 'sourc.idleness'; the nearest known key is 'source.idleness'");
  }

  @Test
  void travelsToTheClusterUnchanged() throws Exception {
    JobConfig config = with("kafka.client.a=b", "window.length=30s");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(config);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(config);
    }
  }
}
