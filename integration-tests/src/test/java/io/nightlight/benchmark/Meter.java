package io.nightlight.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Sits in the Kafka clients of a job, where it changes nothing, and notes when records come in and
 * go out: from the first poll after the warm-up to the last record written, without the job's start
 * and end. One for a JVM, which runs one job.
 */
public final class Meter
    implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {
  private static final AtomicLong READ = new AtomicLong();
  private static volatile long warmUp = Long.MAX_VALUE;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static volatile Runnable whenWarm = () -> {};
  private static volatile long firstNanos;
  private static volatile long warmNanos;
  private static volatile long readWhenWarm;
  private static volatile long lastReadNanos;
  private static volatile long lastWrittenNanos;
  private static volatile long warmCpuNanos;
  private static volatile long lastWrittenCpuNanos;
  private static volatile long latestWrittenMillis = Long.MIN_VALUE;

  /** The setting that puts it into the job's clients. */
  static final String SETTING = "kafka.client.interceptor.classes=" + Meter.class.getName();

  /**
   * What comes before so many records is not measured.
   *
   * @param then what is done when they have come
   */
  static void begin(long warmUpRecords, Runnable then) {
    warmUp = warmUpRecords;
    whenWarm = then;
  }

  /** Records read after the warm-up. */
  static long measured() {
    return READ.get() - readWhenWarm;
  }

  /** From the end of the warm-up to the last record written. */
  static double seconds() {
    return (lastWrittenNanos - warmNanos) / 1e9;
  }

  /** What all threads of the JVM had of the cores from the end of the warm-up on, likewise. */
  static double cpuSeconds() {
    return (lastWrittenCpuNanos - warmCpuNanos) / 1e9;
  }

  /** What all threads of this JVM had of the cores so far. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** From the first record read to the last one written. */
  static double secondsInAll() {
    return (lastWrittenNanos - firstNanos) / 1e9;
  }

  /** From the first record read to the last one read. */
  static double secondsOfReading() {
    return (lastReadNanos - firstNanos) / 1e9;
  }

  static long read() {
    return READ.get();
  }

  static long lastWrittenNanos() {
    return lastWrittenNanos;
  }

  /** The latest event time of a record written, in milliseconds since 1970. */
  static long latestWrittenMillis() {
    return latestWrittenMillis;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> onConsume(
      ConsumerRecords<byte[], byte[]> records) {
    long now = System.nanoTime();
    long before = READ.getAndAdd(records.count());
    if (before == 0) {
      firstNanos = now;
    }
    if (before <= warmUp && before + records.count() > warmUp) {
      whenWarm.run();
      now = System.nanoTime();
      warmNanos = now;
      warmCpuNanos = cpuNanos();
      readWhenWarm = before;
    }
    lastReadNanos = now;
    return records;
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    lastWrittenNanos = System.nanoTime();
    lastWrittenCpuNanos = cpuNanos();
    Long time = record.timestamp();
    if (time != null && time > latestWrittenMillis) {
      latestWrittenMillis = time;
    }
    return record;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception failure) {}

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void close() {}
}
