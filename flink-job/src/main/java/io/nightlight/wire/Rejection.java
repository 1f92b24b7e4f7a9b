package io.nightlight.wire;

/**
 * A record that was refused: the reason, a sentence for people, and the bytes as they came.
 *
 * @param reason the closed reason, for counting
 * @param message one line that names what is wrong and where
 * @param original the record's bytes, cut at {@link #MOST_BYTES}
 * @param source the topic or the file's name that it came from
 * @param partition the topic's partition; 0 for files
 * @param offset the record's offset in the partition, or its first byte in the (decompressed) file
 * @param observedAtMicros the time that the record claims, in microseconds since 1970, or the last
 *     time read before it
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record Rejection(
    RejectReason reason,
    String message,
    byte[] original,
    String source,
    int partition,
    long offset,
    long observedAtMicros) {
  /** Longer originals are cut here. */
  public static final int MOST_BYTES = 1 << 20;
}
