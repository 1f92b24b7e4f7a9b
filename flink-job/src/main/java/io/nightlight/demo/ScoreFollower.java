package io.nightlight.demo;

import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaClients;
import io.nightlight.replay.CommittedTopic;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Watches the committed scores of one country to see how far the job has come. */
final class ScoreFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<String, AvailabilityScore> consumer;
  private final String country;
  private Instant judgedUntil = Instant.MIN;

  ScoreFollower(JobConfig config, String country) {
    this.country = country;
    consumer = KafkaClients.reader(config, new AvailabilityScoreDeserializer());
    CommittedTopic.fromTheBeginning(consumer, config.topics().availabilityScores());
  }

  /** Looks what has been committed since. */
  void poll() {
    for (ConsumerRecord<String, AvailabilityScore> record : consumer.poll(POLL)) {
      if (country.equals(record.key())) {
        judgedUntil = record.value().getWindowEnd();
      }
    }
  }

  /** The end of the country's last window whose score has been committed. */
  Instant judgedUntil() {
    return judgedUntil;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
