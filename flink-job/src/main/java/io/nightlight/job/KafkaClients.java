package io.nightlight.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Plain Kafka clients as the configuration describes them: with its brokers and all of {@code
 * kafka.client.*}, which may hold passwords and is never logged by us.
 *
 * <p>All methods throw {@link InvalidConfiguration} where a setting is none that Kafka takes, and
 * {@link KafkaUnavailable} where no host of a broker is known, which may be so for a while.
 */
public final class KafkaClients {
  /** Whoever asks waits no longer for a broker, unless {@code kafka.client.*} says otherwise. */
  private static final int ANSWER_WITHIN_MILLIS = 15_000;

  private static final int BATCH_BYTES = 128 * 1024;
  private static final long BUFFER_BYTES = 64L * 1024 * 1024;
  private static final int LINGER_MILLIS = 20;

  /** How the client begins to say that it does not find the brokers' hosts. */
  private static final List<String> UNKNOWN_HOSTS =
      List.of("No resolvable bootstrap urls", "Unknown host in bootstrap.servers");

  /** How a client is made of its settings. */
  private interface Making<C> {
    C make(Map<String, Object> settings);
  }

  private KafkaClients() {}

  /** Asks and changes what is there. */
  public static Admin admin(JobConfig config) {
    Map<String, Object> settings = settings(config);
    // Together or not at all: Kafka wants the one no shorter than the other.
    if (!settings.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
        && !settings.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
      settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
      settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    }
    return made(config, settings, Admin::create);
  }

  /**
   * Sees only what is committed, makes no topic by looking at it, and is of no group: each sees
   * all.
   */
  public static <T> KafkaConsumer<String, T> reader(JobConfig config, Deserializer<T> values) {
    Map<String, Object> settings = settings(config);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return made(
        config, settings, all -> new KafkaConsumer<>(all, new StringDeserializer(), values));
  }

  /**
   * Writes each record once and in the order of its partition, also over a broker's restart; in
   * batches that are worth compressing.
   *
   * <p>One request at a time: a broker knows a batch that it has already taken only among the last
   * five. With several under way, one whose answer a broker's end has swallowed can be overtaken by
   * more, and is then refused as out of order until it expires.
   */
  public static KafkaProducer<String, byte[]> writer(JobConfig config) {
    Map<String, Object> settings = settings(config);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    // Together or not at all: a batch that has no room in the memory fails the first record.
    if (!settings.containsKey(ProducerConfig.BUFFER_MEMORY_CONFIG)) {
      settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
      settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    }
    settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return made(
        config,
        settings,
        all -> new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer()));
  }

  private static Map<String, Object> settings(JobConfig config) {
    Map<String, Object> settings = new HashMap<>(config.kafka().client());
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    return settings;
  }

  private static <C> C made(JobConfig config, Map<String, Object> settings, Making<C> making) {
    try {
      return making.make(settings);
    } catch (ConfigException e) {
      throw refused(config, e);
    } catch (KafkaException e) {
      throw refused(config, e.getCause() == null ? e : e.getCause());
    }
  }

  /** Kafka's own words may repeat a value, and values may be secret. */
  private static RuntimeException refused(JobConfig config, Throwable refusal) {
    String said = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    if (UNKNOWN_HOSTS.stream().anyMatch(said::startsWith)) {
      return new KafkaUnavailable(
          "Kafka at %s does not answer: no such host is known"
              .formatted(config.kafka().bootstrapServers()),
          refusal);
    }
    boolean tells = config.kafka().client().values().stream().anyMatch(said::contains);
    return new InvalidConfiguration(
        "Kafka's client refuses its settings ("
            + (tells ? refusal.getClass().getSimpleName() : said)
            + "); see kafka.bootstrap.servers and "
            + JobOptions.KAFKA_CLIENT_PREFIX
            + "*");
  }
}
