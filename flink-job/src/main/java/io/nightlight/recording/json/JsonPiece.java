package io.nightlight.recording.json;

/**
 * One line of a file, or one item of its array, not yet looked at.
 *
 * @param number its number in the file, from 1
 * @param offset where it begins in the decompressed file, in bytes
 * @param bytes the line without its end, or the item, cut at {@link JsonPieces#MOST_BYTES}
 * @param length how many bytes it had before the cut
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record JsonPiece(long number, long offset, byte[] bytes, long length) {
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
