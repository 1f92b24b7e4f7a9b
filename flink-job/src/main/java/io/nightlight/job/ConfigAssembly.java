package io.nightlight.job;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Puts the values of the keys into {@link JobConfig} and checks what must hold between keys. */
final class ConfigAssembly {
  private ConfigAssembly() {}

  static JobConfig assemble(OptionValues values) {
    checkRelations(values);
    return new JobConfig(
        values.get(JobOptions.DEPLOYMENT),
        values.get(JobOptions.GEO_FILE),
        RulesVersion.of(values),
        kafka(values),
        topics(values),
        new JobConfig.BgpFeed(
            values.get(JobOptions.BGP_FORMAT), values.get(JobOptions.BGP_BMP_VIEW)),
        new JobConfig.ProbeFeed(values.get(JobOptions.PROBES_FORMAT)),
        timing(values),
        sessions(values),
        probes(values),
        DetectionOptions.rules(values),
        ReviewOptions.rules(values));
  }

  private static JobConfig.Kafka kafka(OptionValues values) {
    return new JobConfig.Kafka(
        values.get(JobOptions.KAFKA_BOOTSTRAP_SERVERS),
        values.get(JobOptions.KAFKA_GROUP_ID),
        values.kafkaClient(),
        values.get(JobOptions.KAFKA_TRANSACTIONAL_ID_PREFIX),
        values.get(JobOptions.KAFKA_TRANSACTION_TIMEOUT));
  }

  private static JobConfig.Topics topics(OptionValues values) {
    JobConfig.Topics topics =
        new JobConfig.Topics(
            values.get(JobOptions.TOPIC_BGP_UPDATES),
            values.get(JobOptions.TOPIC_PROBE_RESULTS),
            values.get(JobOptions.TOPIC_AVAILABILITY_SCORES),
            values.get(JobOptions.TOPIC_OUTAGE_EVENTS),
            values.get(JobOptions.TOPIC_OUTAGE_CURRENT),
            values.get(JobOptions.TOPIC_MEASUREMENT_EVENTS),
            values.get(JobOptions.TOPIC_REJECTED_RECORDS));
    Set<String> seen = new HashSet<>();
    for (String topic : topics.all()) {
      if (!seen.add(topic)) {
        throw new InvalidConfiguration("two of the keys topic.* name the topic '" + topic + "'");
      }
    }
    return topics;
  }

  private static JobConfig.Timing timing(OptionValues values) {
    return new JobConfig.Timing(
        values.get(JobOptions.WINDOW_LENGTH),
        values.get(JobOptions.BGP_OUT_OF_ORDERNESS),
        values.get(JobOptions.PROBES_OUT_OF_ORDERNESS),
        values.get(JobOptions.SOURCE_DRIFT),
        values.get(JobOptions.SOURCE_IDLENESS),
        values.get(JobOptions.SOURCE_STANDSTILL),
        values.get(JobOptions.INPUT_GAP),
        values.get(JobOptions.FUTURE_TIMESTAMP_LIMIT));
  }

  private static JobConfig.Sessions sessions(OptionValues values) {
    return new JobConfig.Sessions(
        values.get(JobOptions.SESSION_SILENCE_FACTOR),
        values.get(JobOptions.SESSION_SILENCE_SHORTEST),
        values.get(JobOptions.SESSION_SILENCE_LONGEST),
        values.get(JobOptions.COLLECTOR_SILENCE),
        values.get(JobOptions.TABLE_QUIET_SHARE),
        values.get(JobOptions.TABLE_SETTLE_SHORTEST),
        values.get(JobOptions.TABLE_SETTLE_LONGEST),
        values.get(JobOptions.SESSION_GUTTED_PREFIXES),
        values.get(JobOptions.SESSION_GUTTED_SHARE),
        values.get(JobOptions.SESSION_RETIRE_AFTER),
        values.get(JobOptions.SESSION_TOLD_MEMBERSHIPS));
  }

  private static JobConfig.Probes probes(OptionValues values) {
    return new JobConfig.Probes(
        values.get(JobOptions.PROBES_ROUND),
        values.get(JobOptions.PROBES_FORGET_AFTER),
        values.get(JobOptions.VANTAGE_COLLAPSE_SHARE),
        values.get(JobOptions.VANTAGE_COLLAPSE_COUNTRIES),
        values.get(JobOptions.VANTAGE_BLIND_SHARE));
  }

  private static void checkRelations(OptionValues values) {
    notAbove(values, JobOptions.SESSION_SILENCE_SHORTEST, JobOptions.SESSION_SILENCE_LONGEST);
    notAbove(values, JobOptions.SESSION_SILENCE_LONGEST, JobOptions.SESSION_RETIRE_AFTER);
    notAbove(values, JobOptions.TABLE_SETTLE_SHORTEST, JobOptions.TABLE_SETTLE_LONGEST);
    // A gap shorter than a window or than the disorder would be seen in healthy input.
    notAbove(values, JobOptions.WINDOW_LENGTH, JobOptions.INPUT_GAP);
    notAbove(values, JobOptions.BGP_OUT_OF_ORDERNESS, JobOptions.INPUT_GAP);
    notAbove(values, JobOptions.PROBES_OUT_OF_ORDERNESS, JobOptions.INPUT_GAP);
  }

  private static void notAbove(
      OptionValues values, JobOption<Duration> lower, JobOption<Duration> upper) {
    Duration low = values.get(lower);
    Duration high = values.get(upper);
    if (low.compareTo(high) > 0) {
      throw new InvalidConfiguration(
          "%s (%s) must not exceed %s (%s)"
              .formatted(
                  lower.key(), DurationText.format(low), upper.key(), DurationText.format(high)));
    }
  }
}
