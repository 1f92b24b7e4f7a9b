package io.nightlight.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that are open in a partition while their coordinator knows nothing more to do for
 * them, so that nobody will end them. Who reads only what is committed sees nothing that was
 * written after them, however well the job does.
 *
 * <p>Source: KIP-664, Provide tooling to detect and abort hanging transactions. Other than there
 * the age of records plays no part: ours bear the times of observations.
 */
final class HangingTransactions {
  /** A coordinator that takes over knows nothing for a moment: what hangs does so at every look. */
  private static final int LOOKS = 3;

  private static final long BETWEEN_LOOKS_NANOS = 1_000_000_000L;

  private final Admin admin;
  private final String transactionalId;

  private HangingTransactions(Admin admin, String transactionalId) {
    this.admin = admin;
    this.transactionalId = transactionalId;
  }

  /**
   * A transaction as a partition has it.
   *
   * @param producer its id
   * @param firstOffset of its first record there
   */
  record Open(TopicPartition partition, long producer, long firstOffset) {}

  /**
   * What was found.
   *
   * @param hidden where the first hanging transaction of each partition begins: offsets by topic
   *     and partition
   * @param untold why nobody can say; empty if they can
   */
  record Findings(Map<String, SortedMap<Integer, Long>> hidden, Optional<String> untold) {
    private static Findings untold(String why) {
      return new Findings(Map.of(), Optional.of(why));
    }
  }

  /**
   * Looks in all partitions that have a leader.
   *
   * @param transactionalId how the ids of those who write these topics begin
   * @throws ExecutionException if a broker does not answer
   */
  static Findings find(Admin admin, Collection<TopicDescription> topics, String transactionalId)
      throws ExecutionException, InterruptedException {
    try {
      return new HangingTransactions(admin, transactionalId).find(ledPartitions(topics));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException
          || e.getCause() instanceof UnsupportedVersionException) {
        return Findings.untold(e.getCause().getMessage());
      }
      throw e;
    }
  }

  private static List<TopicPartition> ledPartitions(Collection<TopicDescription> topics) {
    return topics.stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .filter(KafkaTopics::isLed)
                    .map(TopicPartitionInfo::partition)
                    .map(partition -> new TopicPartition(topic.name(), partition)))
        .toList();
  }

  private Findings find(List<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    Set<Open> hanging = open(partitions);
    for (int look = 0; look < LOOKS && !hanging.isEmpty(); look++) {
      if (look > 0) {
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      }
      if (!areCoordinatorsThere()) {
        return Findings.untold("not all of " + Topic.TRANSACTION_STATE_TOPIC_NAME + " is there");
      }
      requireRight();
      hanging =
          hanging(
              hanging,
              known(hanging),
              open(hanging.stream().map(Open::partition).distinct().toList()));
    }
    return new Findings(firstOffsets(hanging), Optional.empty());
  }

  /** Transactions that a user may not see are silently left out of lists. */
  private void requireRight() throws ExecutionException, InterruptedException {
    TransactionDescription unused = describe(transactionalId);
  }

  private boolean areCoordinatorsThere() throws ExecutionException, InterruptedException {
    String theirs = Topic.TRANSACTION_STATE_TOPIC_NAME;
    TopicDescription coordinators = KafkaTopics.describe(admin, List.of(theirs)).get(theirs);
    return coordinators != null && KafkaTopics.isLed(coordinators);
  }

  /**
   * Those that hang. A coordinator is done with a transaction only after each partition has it
   * ended: what it no longer knew of and is open still, hangs.
   *
   * @param open in partitions, at first
   * @param known to coordinators, later; with the partitions in which they have yet to end it
   * @param openStill in partitions, after that
   */
  static Set<Open> hanging(
      Set<Open> open, Collection<TransactionDescription> known, Set<Open> openStill) {
    Set<Open> hanging = new HashSet<>(open);
    hanging.retainAll(openStill);
    for (TransactionDescription transaction : known) {
      hanging.removeIf(
          one ->
              one.producer() == transaction.producerId()
                  && transaction.topicPartitions().contains(one.partition()));
    }
    return hanging;
  }

  static Map<String, SortedMap<Integer, Long>> firstOffsets(Set<Open> hanging) {
    Map<String, SortedMap<Integer, Long>> first = new TreeMap<>();
    for (Open open : hanging) {
      first
          .computeIfAbsent(open.partition().topic(), topic -> new TreeMap<>())
          .merge(open.partition().partition(), open.firstOffset(), Math::min);
    }
    return first;
  }

  private Set<Open> open(List<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    Set<Open> open = new HashSet<>();
    for (Map.Entry<TopicPartition, PartitionProducerState> partition :
        admin.describeProducers(partitions).all().get().entrySet()) {
      for (ProducerState producer : partition.getValue().activeProducers()) {
        producer
            .currentTransactionStartOffset()
            .ifPresent(
                first -> open.add(new Open(partition.getKey(), producer.producerId(), first)));
      }
    }
    return open;
  }

  private List<TransactionDescription> known(Set<Open> open)
      throws ExecutionException, InterruptedException {
    Set<Long> producers = new HashSet<>();
    open.forEach(transaction -> producers.add(transaction.producer()));
    List<TransactionDescription> known = new ArrayList<>();
    for (TransactionListing listing :
        admin
            .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
            .all()
            .get()) {
      TransactionDescription transaction = describe(listing.transactionalId());
      if (transaction != null) {
        known.add(transaction);
      }
    }
    return known;
  }

  private @Nullable TransactionDescription describe(String id)
      throws ExecutionException, InterruptedException {
    return KafkaTopics.unless(
        admin.describeTransactions(List.of(id)).description(id),
        TransactionalIdNotFoundException.class);
  }
}
