package io.nightlight.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics that there have to be, with their partitions and what is kept in them. */
public final class KafkaTopics {
  private static final String FOR_EVER = "-1";
  private static final String WEEK = String.valueOf(7L * 24 * 3_600_000);
  private static final String QUARTER = String.valueOf(90L * 24 * 3_600_000);

  /** Time alone says what is deleted, also where the brokers' default is a limit in bytes. */
  private static final String WHATEVER_ITS_SIZE = "-1";

  /** With so many copies one broker may be away, and what is acknowledged still lies on two. */
  private static final int COPIES_TO_SPARE = 3;

  private static final String WRITTEN_TO = "2";

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
    return all(config, retention, BROKERS_DEFAULT);
  }

  /**
   * Likewise.
   *
   * @param replicas of each partition; empty for the brokers' default. With three or more, what is
   *     acknowledged has to lie on two
   */
  public static List<NewTopic> all(
      JobConfig config, Retention retention, Optional<Short> replicas) {
    JobConfig.Topics topics = config.topics();
    Definition as = new Definition(retention, replicas);
    return List.of(
        as.dated(topics.bgpUpdates(), 24, WEEK, config.timing().futureTimestampLimit()),
        as.dated(topics.probeResults(), 24, WEEK, config.timing().futureTimestampLimit()),
        as.kept(topics.availabilityScores(), 4, QUARTER),
        as.kept(topics.outageEvents(), 1, FOR_EVER),
        as.kept(topics.measurementEvents(), 1, FOR_EVER),
        as.kept(topics.rejectedRecords(), 4, WEEK),
        as.compacted(topics.outageCurrent(), 1));
  }

  /** What all topics have in common. Records bear their own times, not the broker's. */
  private record Definition(Retention retention, Optional<Short> replicas) {
    NewTopic kept(String name, int partitions, String millis) {
      return topic(
          name,
          partitions,
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.RETENTION_MS_CONFIG,
              retention == Retention.RECORDING ? FOR_EVER : millis,
              TopicConfig.RETENTION_BYTES_CONFIG,
              WHATEVER_ITS_SIZE,
              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
              "CreateTime"));
    }

    /**
     * An input: what its producer dates further ahead of the broker's clock is refused there. Both
     * times of such a record are the producer's own, so that the job can't tell.
     */
    NewTopic dated(String name, int partitions, String millis, Duration ahead) {
      NewTopic topic = kept(name, partitions, millis);
      Map<String, String> configs = new HashMap<>(topic.configs());
      configs.put(
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(ahead.toMillis()));
      return topic.configs(configs);
    }

    NewTopic compacted(String name, int partitions) {
      return topic(
          name,
          partitions,
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_COMPACT,
              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
              "CreateTime"));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> configs) {
      Map<String, String> all = new HashMap<>(configs);
      if (replicas.isPresent() && replicas.get() >= COPIES_TO_SPARE) {
        all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, WRITTEN_TO);
      }
      return new NewTopic(name, Optional.of(partitions), replicas).configs(all);
    }
  }

  /** Creates the topics that are missing; those that are there stay as they are. */
  public static void create(Admin admin, JobConfig config, Retention retention)
      throws ExecutionException, InterruptedException {
    createMissing(admin, all(config, retention));
  }

  /**
   * Creates those that are missing and waits until all can be written to; those that are there stay
   * as they are.
   *
   * @return the names of those that were missing
   */
  static List<String> createMissing(Admin admin, List<NewTopic> wanted)
      throws ExecutionException, InterruptedException {
    List<String> names = wanted.stream().map(NewTopic::name).toList();
    Map<String, TopicDescription> there = describe(admin, names);
    List<NewTopic> missing =
        wanted.stream().filter(topic -> !there.containsKey(topic.name())).toList();
    for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
      unless(created, TopicExistsException.class);
    }
    awaitLeaders(admin, names);
    return missing.stream().map(NewTopic::name).toList();
  }

  /**
   * Those of the named topics that are there.
   *
   * @throws ExecutionException if a broker does not answer or refuses to tell
   */
  static Map<String, TopicDescription> describe(Admin admin, Collection<String> names)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> there = new LinkedHashMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> one :
        admin.describeTopics(names).topicNameValues().entrySet()) {
      TopicDescription description = unless(one.getValue(), UnknownTopicOrPartitionException.class);
      if (description != null) {
        there.put(one.getKey(), description);
      }
    }
    return there;
  }

  /** The answer; null if it is that failure. */
  static <T> @Nullable T unless(KafkaFuture<T> answer, Class<? extends Throwable> failure)
      throws ExecutionException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (failure.isInstance(e.getCause())) {
        return null;
      }
      throw e;
    }
  }

  /**
   * What the controller has created every broker learns a moment later: until then it says that
   * there is no such topic, and after that perhaps that a partition has no leader yet.
   */
  private static void awaitLeaders(Admin admin, List<String> names)
      throws ExecutionException, InterruptedException {
    for (int look = 0; look < LOOKS_FOR_LEADERS; look++) {
      Map<String, TopicDescription> there = describe(admin, names);
      if (there.size() == names.size() && there.values().stream().allMatch(KafkaTopics::isLed)) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    throw new KafkaUnavailable("no leader for every partition of " + String.join(", ", names));
  }

  static boolean isLed(TopicDescription topic) {
    return topic.partitions().stream().allMatch(KafkaTopics::isLed);
  }

  static boolean isLed(TopicPartitionInfo partition) {
    return partition.leader() != null && !partition.leader().isEmpty();
  }

  /** All that a job reads and writes. */
  public static List<String> ofTheJob(JobConfig config) {
    List<String> names = new ArrayList<>(config.topics().all());
    if (config.probeFeed().format() == ProbeFormat.NONE) {
      names.remove(config.topics().probeResults());
    }
    return names;
  }

  /**
   * Returns if all of the named topics are there.
   *
   * @throws KafkaUnavailable if one is missing, or no broker answers
   */
  public static void require(JobConfig config, Collection<String> names)
      throws InterruptedException {
    List<String> missing = missing(config, names);
    if (!missing.isEmpty()) {
      throw lacking(config, missing);
    }
  }

  static KafkaUnavailable lacking(JobConfig config, List<String> missing) {
    return new KafkaUnavailable(
        "Kafka at %s has no topic %s; './nightlight topics' creates what is missing"
            .formatted(config.kafka().bootstrapServers(), String.join(", ", missing)));
  }

  /**
   * Those of the named topics that are not there.
   *
   * @throws KafkaUnavailable if no broker answers, or refuses to
   */
  static List<String> missing(JobConfig config, Collection<String> names)
      throws InterruptedException {
    try (Admin admin = KafkaClients.admin(config)) {
      Map<String, TopicDescription> there = describe(admin, names);
      return names.stream().filter(name -> !there.containsKey(name)).toList();
    } catch (ExecutionException e) {
      throw unanswered(config, e);
    }
  }

  /**
   * The offset after the last record of each partition, be it committed or not.
   *
   * @throws KafkaUnavailable if no broker answers, or refuses to
   */
  public static Map<TopicPartition, Long> ends(
      JobConfig config, Collection<TopicPartition> partitions) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    try (Admin admin = KafkaClients.admin(config)) {
      admin.listOffsets(latest).all().get().forEach((at, end) -> ends.put(at, end.offset()));
    } catch (ExecutionException e) {
      throw unanswered(config, e);
    }
    return ends;
  }

  static KafkaUnavailable unanswered(JobConfig config, ExecutionException failure) {
    return KafkaUnavailable.because(
        "Kafka at " + config.kafka().bootstrapServers() + " does not answer as it should",
        failure.getCause() == null ? failure : failure.getCause());
  }
}
