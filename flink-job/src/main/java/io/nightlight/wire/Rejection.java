package io.nightlight.wire;

import java.util.Arrays;

/**
 * A record that was refused: the reason, a sentence for people, and the bytes as they came.
 *
 * @param reason the closed reason, for counting
 * @param message one line that names what is wrong and where
 * @param original the record's bytes, cut at {@link #MOST_BYTES}
 * @param source the topic or the file's name that it came from
 * @param partition the topic's partition; 0 for files
 * @param offset the record's offset in the partition, or its first byte in the (decompressed) file
 * @param observedAtMicros the time that the record claims, in microseconds since 1970; where it
 *     claims none that can be believed, the Kafka record's or the last time read before it
 * @param originalLength how many bytes the record had before the cut
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record Rejection(
    RejectReason reason,
    String message,
    byte[] original,
    String source,
    int partition,
    long offset,
    long observedAtMicros,
    long originalLength) {
  /**
   * Longer originals are cut here: 1 MB, so that with all that is around them they still fit into
   * the largest record that a broker and a producer take by default, 1 MiB.
   */
  public static final int MOST_BYTES = 1_000_000;

  /** Of a whole record, which is cut here if it must be. */
  public Rejection(
      RejectReason reason,
      String message,
      byte[] original,
      String source,
      int partition,
      long offset,
      long observedAtMicros) {
    this(
        reason,
        message,
        original.length > MOST_BYTES ? Arrays.copyOf(original, MOST_BYTES) : original,
        source,
        partition,
        offset,
        observedAtMicros,
        original.length);
  }
}
