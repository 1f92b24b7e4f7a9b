package io.nightlight.operator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Moves many numbers at a time between an array and a stream: one by one, the stream's checks cost
 * more than the bytes. For one thread at a time.
 */
final class WordBytes {
  private static final int MOST = 512;

  private final byte[] bytes = new byte[MOST * Long.BYTES];
  private final LongBuffer words = ByteBuffer.wrap(bytes).asLongBuffer();

  /** The first numbers of a column, without their count. */
  void write(long[] column, int count, DataOutputView out) throws IOException {
    for (int at = 0; at < count; at += MOST) {
      int part = Math.min(MOST, count - at);
      words.clear().put(column, at, part);
      out.write(bytes, 0, part * Long.BYTES);
    }
  }

  void read(long[] column, int count, DataInputView in) throws IOException {
    for (int at = 0; at < count; at += MOST) {
      int part = Math.min(MOST, count - at);
      in.readFully(bytes, 0, part * Long.BYTES);
      words.clear().get(column, at, part);
    }
  }
}
