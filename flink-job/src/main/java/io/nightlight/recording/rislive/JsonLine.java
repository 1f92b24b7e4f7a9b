package io.nightlight.recording.rislive;

/**
 * One line of a file, not yet looked at.
 *
 * @param number the line's number in its file, from 1
 * @param offset where it begins in the decompressed file, in bytes
 * @param bytes the line without its end, cut at {@link JsonLines#MOST_BYTES}
 * @param length how many bytes it had before the cut
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record JsonLine(long number, long offset, byte[] bytes, long length) {
  /** Whether there is nothing but white space in it. */
  boolean isBlank() {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
