package io.nightlight.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics that there have to be, with their partitions and what is kept in them. */
public final class KafkaTopics {
  private static final String FOR_EVER = "-1";
  private static final String WEEK = String.valueOf(7L * 24 * 3_600_000);
  private static final String QUARTER = String.valueOf(90L * 24 * 3_600_000);

  /** How many replicas a topic has is the cluster's affair. */
  private static final Optional<Short> BROKERS_DEFAULT = Optional.empty();

  private static final int LOOKS_FOR_LEADERS = 600;
  private static final long BETWEEN_LOOKS_NANOS = 50_000_000L;

  private KafkaTopics() {}

  /** How long records are kept. */
  public enum Retention {
    /**
     * As long as each topic's readers need: a week of inputs, ninety days of scores, events for
     * ever.
     */
    LIVE,
    /** For ever: recordings bear old times, and a broker would delete them at once. */
    RECORDING
  }

  /** All topics of a configuration. */
  public static List<NewTopic> all(JobConfig config, Retention retention) {
    JobConfig.Topics topics = config.topics();
    List<NewTopic> all = new ArrayList<>();
    all.add(topic(topics.bgpUpdates(), 24, WEEK, retention));
    all.add(topic(topics.probeResults(), 24, WEEK, retention));
    all.add(topic(topics.availabilityScores(), 4, QUARTER, retention));
    all.add(topic(topics.outageEvents(), 1, FOR_EVER, retention));
    all.add(topic(topics.measurementEvents(), 1, FOR_EVER, retention));
    all.add(topic(topics.rejectedRecords(), 4, WEEK, retention));
    all.add(
        new NewTopic(topics.outageCurrent(), Optional.of(1), BROKERS_DEFAULT)
            .configs(
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
    return all;
  }

  private static NewTopic topic(String name, int partitions, String kept, Retention retention) {
    String millis = retention == Retention.RECORDING ? FOR_EVER : kept;
    return new NewTopic(name, Optional.of(partitions), BROKERS_DEFAULT)
        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, millis));
  }

  /** Creates the topics that are missing; those that are there stay as they are. */
  public static void create(Admin admin, JobConfig config, Retention retention)
      throws ExecutionException, InterruptedException {
    Set<String> there = admin.listTopics().names().get();
    List<NewTopic> missing =
        all(config, retention).stream().filter(topic -> !there.contains(topic.name())).toList();
    admin.createTopics(missing).all().get();
    awaitLeaders(admin, all(config, retention).stream().map(NewTopic::name).toList());
  }

  /** A topic can be listed before its partitions can be written to. */
  private static void awaitLeaders(Admin admin, List<String> names)
      throws ExecutionException, InterruptedException {
    for (int look = 0; look < LOOKS_FOR_LEADERS; look++) {
      boolean ready =
          admin.describeTopics(names).allTopicNames().get().values().stream()
              .flatMap(topic -> topic.partitions().stream())
              .allMatch(partition -> partition.leader() != null);
      if (ready) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    throw new IllegalStateException("no leader for every partition of " + names);
  }
}
