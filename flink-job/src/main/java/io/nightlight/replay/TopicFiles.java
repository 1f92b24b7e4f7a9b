package io.nightlight.replay;

import io.nightlight.job.JobConfig;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.MeasurementEventDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import io.nightlight.schema.kafka.RejectedRecordDeserializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;

/** What lies committed on the topics, as the files that a replay leaves. */
public final class TopicFiles {
  private TopicFiles() {}

  /**
   * Writes all of {@link OutputFiles} but the summary.
   *
   * @throws io.nightlight.job.KafkaUnavailable as {@link CommittedTopic#read}
   */
  public static void write(JobConfig config, Path folder) throws IOException, InterruptedException {
    JobConfig.Topics topics = config.topics();
    OutputFolder.make(folder);
    write(
        config,
        topics.outageEvents(),
        new OutageEventDeserializer(),
        (OutageEvent event) -> OutputLine.of(event),
        folder.resolve(OutputFiles.EVENTS));
    write(
        config,
        topics.availabilityScores(),
        new AvailabilityScoreDeserializer(),
        (AvailabilityScore score) -> OutputLine.of(score),
        folder.resolve(OutputFiles.SCORES));
    write(
        config,
        topics.measurementEvents(),
        new MeasurementEventDeserializer(),
        (MeasurementEvent event) -> OutputLine.of(event),
        folder.resolve(OutputFiles.MEASUREMENTS));
    write(
        config,
        topics.rejectedRecords(),
        new RejectedRecordDeserializer(),
        (RejectedRecord rejected) -> OutputLine.of(rejected),
        folder.resolve(OutputFiles.REJECTED));
  }

  private static <T> void write(
      JobConfig config,
      String topic,
      Deserializer<T> values,
      Function<T, OutputLine> line,
      Path file)
      throws IOException, InterruptedException {
    List<OutputLine> lines = new ArrayList<>();
    CommittedTopic.read(config, topic, values, record -> lines.add(line.apply(record.value())));
    lines.sort(OutputLine.CANONICAL);
    Files.write(file, lines.stream().map(OutputLine::json).toList());
  }
}
