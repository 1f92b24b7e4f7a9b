package io.nightlight.benchmark;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The values of a topic in memory, to be read once in the order of their timestamps, each partition
 * in its own order.
 */
final class TopicBytes {
  private final List<Partition> partitions = new ArrayList<>();
  private byte[] order = new byte[1 << 20];
  private int records;

  private static final class Partition {
    private static final int CHUNK = 1 << 24;
    private static final int HEAD = Integer.BYTES + Long.BYTES;

    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int reading;

    void add(byte[] value, long timestamp) {
      if (chunks.isEmpty() || chunks.get(chunks.size() - 1).remaining() < HEAD + value.length) {
        chunks.add(ByteBuffer.allocate(Math.max(CHUNK, HEAD + value.length)));
      }
      chunks.get(chunks.size() - 1).putInt(value.length).putLong(timestamp).put(value);
    }

    void rewind() {
      chunks.forEach(ByteBuffer::flip);
      reading = 0;
    }

    private ByteBuffer chunk() {
      while (reading < chunks.size() - 1 && !chunks.get(reading).hasRemaining()) {
        reading++;
      }
      return chunks.get(reading);
    }

    /** {@link Long#MAX_VALUE} when there is no more. */
    long nextTimestamp() {
      ByteBuffer chunk = chunk();
      return chunk.hasRemaining()
          ? chunk.getLong(chunk.position() + Integer.BYTES)
          : Long.MAX_VALUE;
    }

    byte[] next() {
      ByteBuffer chunk = chunk();
      byte[] value = new byte[chunk.getInt()];
      chunk.getLong();
      chunk.get(value);
      return value;
    }

    void skip() {
      ByteBuffer chunk = chunk();
      int length = chunk.getInt();
      chunk.position(chunk.position() + Long.BYTES + length);
    }

    void again() {
      chunks.forEach(ByteBuffer::rewind);
      reading = 0;
    }
  }

  private TopicBytes() {}

  static TopicBytes read(String bootstrapServers, String topic) {
    TopicBytes bytes = new TopicBytes();
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            10_000);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      all.forEach(partition -> bytes.partitions.add(new Partition()));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long wanted = consumer.endOffsets(all).values().stream().mapToLong(end -> end).sum();
      while (bytes.records < wanted) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          bytes.partitions.get(record.partition()).add(record.value(), record.timestamp());
          bytes.records++;
        }
      }
    }
    bytes.sort();
    return bytes;
  }

  private void sort() {
    partitions.removeIf(partition -> partition.chunks.isEmpty());
    partitions.forEach(Partition::rewind);
    order = Arrays.copyOf(order, records);
    for (int i = 0; i < records; i++) {
      int earliest = 0;
      for (int p = 1; p < partitions.size(); p++) {
        if (partitions.get(p).nextTimestamp() < partitions.get(earliest).nextTimestamp()) {
          earliest = p;
        }
      }
      order[i] = (byte) earliest;
      partitions.get(earliest).skip();
    }
    partitions.forEach(Partition::again);
  }

  int size() {
    return records;
  }

  /**
   * The value of the next record.
   *
   * @param i how many were taken before
   */
  byte[] take(int i) {
    return partitions.get(order[i]).next();
  }
}
