package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.job.InvalidConfiguration;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaUnavailable;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFormat;
import io.nightlight.replay.Publisher.Published;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublisherTest {
  private static final RecordingFile BGP = file("a.mrt", RecordingFormat.MRT);
  private static final RecordingFile PROBES = file("p.json", RecordingFormat.ATLAS_JSON);

  private static RecordingFile file(String name, RecordingFormat format) {
    return new RecordingFile(Path.of(name), "rrc06", format, 1);
  }

  @Test
  void writesTheTopicsThatThereAreRecordingsFor() {
    JobConfig config = JobConfig.defaults();
    assertThat(Publisher.topicsOf(List.of(BGP), config)).containsExactly("bgp.updates");
    assertThat(Publisher.topicsOf(List.of(PROBES), config)).containsExactly("probe.results");
    assertThat(Publisher.topicsOf(List.of(PROBES, BGP), config))
        .containsExactly("bgp.updates", "probe.results");
  }

  /** Only our own Avro can be written: the topic's configuration says what its readers expect. */
  @ParameterizedTest
  @CsvSource({
    "bgp.format=ris-live, bgp.format says that bgp.updates",
    "bgp.format=openbmp, bgp.format says that bgp.updates",
    "probes.format=atlas, probes.format says that probe.results",
    "probes.format=none, probes.format says that probe.results"
  })
  void refusesATopicThatHoldsSomethingElse(String setting, String says) {
    JobConfig config = JobConfig.load(null, List.of(setting));
    assertThatThrownBy(() -> Publisher.topicsOf(List.of(BGP, PROBES), config))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("Nightlight's own Avro")
        .hasMessageContaining(says);
  }

  @Test
  void whatIsNotPublishedMayHoldAnything() {
    JobConfig config = JobConfig.load(null, List.of("probes.format=none"));
    assertThat(Publisher.topicsOf(List.of(BGP), config)).containsExactly("bgp.updates");
  }

  @Test
  void saysInOneLineThatNobodyAnswers() {
    JobConfig config =
        JobConfig.load(
            null,
            List.of(
                "kafka.bootstrap.servers=localhost:1",
                "kafka.client.default.api.timeout.ms=300",
                "kafka.client.request.timeout.ms=200"));
    assertThatThrownBy(
            () -> Publisher.publish(List.of(BGP), config, Pacer.of(0), Progress.silent()))
        .isInstanceOf(KafkaUnavailable.class)
        .hasMessageStartingWith("Kafka at localhost:1 does not answer as it should: ");
  }

  @Test
  void tellsWhatWasPublished() {
    Published some =
        new Published(1_234_567, 3, Instant.parse("2014-12-24T00:00:00Z"), RecordingFacts.NONE);
    StopRequest stop = new StopRequest();
    assertThat(some.text(List.of("bgp.updates", "probe.results"), stop))
        .isEqualTo(
            "Published 1,234,567 records to bgp.updates and probe.results,"
                + " up to 2014-12-24 00:00 UTC; 3 could not be read.");
    stop.ask();
    assertThat(new Published(0, 0, Instant.MIN, RecordingFacts.NONE).text(List.of("t"), stop))
        .isEqualTo("Stopped before the end: published 0 records to t.");
  }
}
