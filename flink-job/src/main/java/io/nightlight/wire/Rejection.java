package io.nightlight.wire;

import java.util.Arrays;

/**
 * A record that was refused: the reason, a sentence for people, and the bytes as they came.
 *
 * <p>Whatever the record is, and whatever is said of it, its refusal has room in a record of Kafka:
 * a refusal that no producer takes would end the job, which would read the same record again. All
 * that is longer is cut here, so that no decoder has to think of it.
 *
 * @param reason the closed reason, for counting
 * @param message one line that names what is wrong and where, cut at {@link #MOST_MESSAGE_LENGTH}
 * @param original the record's bytes, cut at {@link #MOST_BYTES}
 * @param source the topic or the file that it came from, of a name longer than {@link
 *     #MOST_SOURCE_LENGTH} the end
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

  /** In characters, each of which has at most three bytes in UTF-8. */
  public static final int MOST_MESSAGE_LENGTH = 500;

  /** Likewise; beside the source's own field the record's key and its id hold it, too. */
  public static final int MOST_SOURCE_LENGTH = 1_000;

  private static final String LEFT_OUT = "...";

  public Rejection {
    message = oneLine(beginning(message));
    source = end(source);
    if (original.length > MOST_BYTES) {
      original = Arrays.copyOf(original, MOST_BYTES);
    }
  }

  /** Of a whole record, which is cut here if it must be. */
  public Rejection(
      RejectReason reason,
      String message,
      byte[] original,
      String source,
      int partition,
      long offset,
      long observedAtMicros) {
    this(reason, message, original, source, partition, offset, observedAtMicros, original.length);
  }

  private static String beginning(String text) {
    if (text.length() <= MOST_MESSAGE_LENGTH) {
      return text;
    }
    int end = MOST_MESSAGE_LENGTH - LEFT_OUT.length();
    return text.substring(0, isWithinPair(text, end) ? end - 1 : end) + LEFT_OUT;
  }

  /** Of a path the file's name is there. */
  private static String end(String text) {
    if (text.length() <= MOST_SOURCE_LENGTH) {
      return text;
    }
    int from = text.length() - MOST_SOURCE_LENGTH + LEFT_OUT.length();
    return LEFT_OUT + text.substring(isWithinPair(text, from) ? from + 1 : from);
  }

  /** Whether a cut here would leave halves of one character. */
  private static boolean isWithinPair(String text, int at) {
    return Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }

  /** What a record says may be repeated in what is said of it, also its line ends. */
  private static String oneLine(String text) {
    return text.chars().noneMatch(Character::isISOControl)
        ? text
        : text.codePoints()
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
