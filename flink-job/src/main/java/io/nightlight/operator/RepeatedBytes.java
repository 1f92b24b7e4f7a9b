package io.nightlight.operator;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Bytes in which the same two often follow one another many times, as in long columns of small
 * numbers: how many stand as they are, those, then how many only repeat the one two places before;
 * and so on.
 */
final class RepeatedBytes {
  private static final int PERIOD = 2;

  /** Shorter runs are not worth the two numbers that they take. */
  private static final int SHORTEST = 4;

  private RepeatedBytes() {}

  /**
   * @param length how many of the bytes there are to write
   */
  static void write(byte[] bytes, int length, DataOutputView out) throws IOException {
    ColumnBytes.writeNumber(length, out);
    int at = 0;
    while (at < length) {
      int run = startOfRun(bytes, at, length);
      ColumnBytes.writeNumber(run - at, out);
      out.write(bytes, at, run - at);
      at = endOfRun(bytes, run, length);
      ColumnBytes.writeNumber(at - run, out);
    }
  }

  private static int startOfRun(byte[] bytes, int from, int length) {
    int repeated = 0;
    for (int at = Math.max(from, PERIOD); at < length; at++) {
      repeated = bytes[at] == bytes[at - PERIOD] ? repeated + 1 : 0;
      if (repeated == SHORTEST) {
        return at + 1 - SHORTEST;
      }
    }
    return length;
  }

  private static int endOfRun(byte[] bytes, int from, int length) {
    int at = from;
    while (at < length && bytes[at] == bytes[at - PERIOD]) {
      at++;
    }
    return at;
  }

  static byte[] read(DataInputView in) throws IOException {
    byte[] bytes = new byte[ColumnBytes.readNumber(in)];
    int at = 0;
    while (at < bytes.length) {
      int literal = ColumnBytes.readNumber(in);
      in.readFully(bytes, at, literal);
      at += literal;
      for (int end = at + ColumnBytes.readNumber(in); at < end; at++) {
        bytes[at] = bytes[at - PERIOD];
      }
    }
    return bytes;
  }
}
