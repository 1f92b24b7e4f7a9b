package io.nightlight.job;

import io.nightlight.job.KafkaTopics.Retention;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.jspecify.annotations.Nullable;

/**
 * Compares the topics that there are with those that there have to be, and looks whether what the
 * job writes can be seen.
 */
public final class TopicCheck {
  private final JobConfig config;
  private final List<NewTopic> wanted;

  /**
   * @param retention whether the topics are to hold recordings
   * @param replicas of each partition; empty for the brokers' default, which is then not compared
   */
  public TopicCheck(JobConfig config, Retention retention, Optional<Short> replicas) {
    this.config = config;
    this.wanted = KafkaTopics.all(config, retention, replicas);
  }

  /** What was found of a topic. */
  public enum State {
    AS_IT_SHOULD_BE,
    CREATED,
    MISSING,
    DIFFERENT;

    /** Whether a job can rely on the topic. */
    public boolean isSound() {
      return this == AS_IT_SHOULD_BE || this == CREATED;
    }
  }

  /**
   * A topic.
   *
   * @param differences what is otherwise than it should be, each as half a sentence
   */
  public record Found(String topic, State state, List<String> differences) {
    public Found {
      differences = List.copyOf(differences);
    }

    /** As a line for people. */
    public String text() {
      String word =
          switch (state) {
            case AS_IT_SHOULD_BE -> "as it should be";
            case CREATED -> "created";
            case MISSING -> "missing";
            case DIFFERENT -> String.join(", ", differences);
          };
      return topic + ": " + word;
    }
  }

  /**
   * What was found.
   *
   * @param untold why nobody can say whether hanging transactions hide something; empty if they can
   */
  public record Findings(List<Found> topics, Optional<String> untold) {
    public Findings {
      topics = List.copyOf(topics);
    }
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws KafkaUnavailable if no broker answers
   */
  public Findings look() throws InterruptedException {
    try (Admin admin = KafkaClients.admin(config)) {
      return look(admin, List.of());
    } catch (ExecutionException e) {
      throw KafkaTopics.unanswered(config, e);
    }
  }

  /**
   * Creates what is missing; what is there stays as it is, also where it differs.
   *
   * @throws KafkaUnavailable if no broker answers
   * @throws InvalidConfiguration if there are fewer brokers than replicas asked for
   */
  public Findings create() throws InterruptedException {
    try (Admin admin = KafkaClients.admin(config)) {
      return look(admin, KafkaTopics.createMissing(admin, wanted));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidReplicationFactorException tooMany) {
        throw new InvalidConfiguration("cannot create the topics: " + tooMany.getMessage());
      }
      throw KafkaTopics.unanswered(config, e);
    }
  }

  private Findings look(Admin admin, List<String> created)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> there =
        KafkaTopics.describe(admin, wanted.stream().map(NewTopic::name).toList());
    List<ConfigResource> resources = there.keySet().stream().map(TopicCheck::resource).toList();
    Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
    Map<String, TopicDescription> outputs = new HashMap<>(there);
    outputs.remove(config.topics().bgpUpdates());
    outputs.remove(config.topics().probeResults());
    HangingTransactions.Findings transactions =
        HangingTransactions.find(admin, outputs.values(), config.kafka().transactionalIdPrefix());
    List<Found> found = new ArrayList<>();
    for (NewTopic topic : wanted) {
      Found compared =
          compare(
              topic,
              there.get(topic.name()),
              configs.get(resource(topic.name())),
              transactions.hidden().getOrDefault(topic.name(), Collections.emptySortedMap()));
      boolean isNew = compared.state() == State.AS_IT_SHOULD_BE && created.contains(topic.name());
      found.add(isNew ? new Found(topic.name(), State.CREATED, List.of()) : compared);
    }
    return new Findings(found, transactions.untold());
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  /**
   * What one topic is.
   *
   * @param there null if it is missing
   * @param settings null if it is missing
   * @param hidden by partition, from which offset on a hanging transaction hides all
   */
  static Found compare(
      NewTopic wanted,
      @Nullable TopicDescription there,
      @Nullable Config settings,
      SortedMap<Integer, Long> hidden) {
    if (there == null || settings == null) {
      return new Found(wanted.name(), State.MISSING, List.of());
    }
    List<String> differences = new ArrayList<>();
    compare("partitions", wanted.numPartitions(), there.partitions().size(), differences);
    if (wanted.replicationFactor() > 0) {
      int fewest = there.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
      compare("replicas", (int) wanted.replicationFactor(), fewest, differences);
    }
    new TreeMap<>(wanted.configs())
        .forEach(
            (key, value) -> {
              ConfigEntry entry = settings.get(key);
              String now = entry == null ? "unknown" : entry.value();
              if (key.equals(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)) {
                compareLeast(key, value, now, differences);
              } else {
                compare(key, value, now, differences);
              }
            });
    if (!hidden.isEmpty()) {
      differences.add(
          "hidden from consumers is "
              + hidden.entrySet().stream()
                  .map(
                      from ->
                          "partition %d from offset %d".formatted(from.getKey(), from.getValue()))
                  .collect(Collectors.joining(", "))
              + ", behind a transaction that nobody will end (docs/runbook.md)");
    }
    return new Found(
        wanted.name(),
        differences.isEmpty() ? State.AS_IT_SHOULD_BE : State.DIFFERENT,
        differences);
  }

  /** More copies than asked for are no harm. */
  private static void compareLeast(
      String what, String wanted, String there, List<String> differences) {
    boolean isEnough =
        there.matches("\\d{1,9}") && Integer.parseInt(there) >= Integer.parseInt(wanted);
    if (!isEnough) {
      differences.add(what + " is " + there + " and should be at least " + wanted);
    }
  }

  private static void compare(String what, Object wanted, Object there, List<String> differences) {
    if (!wanted.equals(there)) {
      differences.add(what + " is " + there + " and should be " + wanted);
    }
  }
}
