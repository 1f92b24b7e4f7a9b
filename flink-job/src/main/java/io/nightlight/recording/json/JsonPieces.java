package io.nightlight.recording.json;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a file into pieces of JSON, one object each, without looking at what they say. */
public sealed interface JsonPieces permits JsonLines, JsonItems {
  /** One byte more than the longest that is read as JSON, so that a longer one is told from it. */
  int MOST_BYTES = (1 << 20) + 1;

  /**
   * The next piece; null at the end.
   *
   * @throws IOException once, if the rest cannot be read; every call after it returns null
   */
  @Nullable JsonPiece next() throws IOException;

  /** Where the piece begins that is being read, or the next one, in bytes. */
  long offset();

  /** The beginning of the piece that is being read, as much as could be. */
  byte[] partial();

  /** What a piece is called, for messages. */
  String word();

  /** One object a line. */
  static JsonPieces lines(InputStream in) {
    return new JsonLines(in);
  }

  /** One array, or several; objects without an array around them too. */
  static JsonPieces items(InputStream in) {
    return new JsonItems(in);
  }
}
