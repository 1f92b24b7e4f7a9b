package io.nightlight.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The values of all keys while a configuration is put together; later settings win. */
final class OptionValues {
  /** Nightlight sets these on its Kafka clients itself; exactly-once delivery depends on them. */
  private static final Set<String> RESERVED =
      Set.of(
          "group.id",
          "enable.auto.commit",
          "auto.offset.reset",
          "isolation.level",
          "transactional.id",
          "transaction.timeout.ms",
          "bootstrap.servers",
          "enable.idempotence",
          "acks",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer");

  private final Map<String, JobOption<?>> known = new HashMap<>();
  private final Map<JobOption<?>, Object> values = new HashMap<>();
  private final Map<String, String> kafkaClient = new TreeMap<>();

  OptionValues() {
    for (JobOption<?> option : JobOptions.all()) {
      known.put(option.key(), option);
      values.put(option, option.read(option.standard()));
    }
  }

  /**
   * @throws InvalidConfiguration if there is no such key or the value is none of its type
   */
  void set(String key, String text) {
    JobOption<?> option = known.get(key);
    if (option != null) {
      values.put(option, option.read(text));
    } else if (key.startsWith(JobOptions.KAFKA_CLIENT_PREFIX)
        && key.length() > JobOptions.KAFKA_CLIENT_PREFIX.length()) {
      setKafkaClient(key, text);
    } else {
      throw new InvalidConfiguration(
          "unknown key '" + key + "'; the nearest known key is '" + nearest(key) + "'");
    }
  }

  private void setKafkaClient(String key, String text) {
    String name = key.substring(JobOptions.KAFKA_CLIENT_PREFIX.length());
    if (RESERVED.contains(name)) {
      throw new InvalidConfiguration(
          key + " cannot be set: Nightlight's delivery depends on it (see the keys kafka.*)");
    }
    kafkaClient.put(name, text);
  }

  private static String nearest(String key) {
    List<String> keys = new ArrayList<>();
    JobOptions.all().forEach(option -> keys.add(option.key()));
    keys.add(JobOptions.KAFKA_CLIENT_PREFIX);
    return NearestName.to(key, keys);
  }

  /** The value of a key: what was set last, else its default. */
  @SuppressWarnings("unchecked") // only the option's own reader fills its place
  <T> T get(JobOption<T> option) {
    Object value = values.get(option);
    if (value == null) {
      throw new IllegalStateException("no value for " + option.key());
    }
    return (T) value;
  }

  Map<String, String> kafkaClient() {
    return Map.copyOf(kafkaClient);
  }
}
