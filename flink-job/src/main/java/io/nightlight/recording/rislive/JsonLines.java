package io.nightlight.recording.rislive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines; blank ones are left out, of endless ones the beginning is kept. */
public final class JsonLines {
  /** One byte more than the longest that is read as JSON, so that a longer one is told from it. */
  static final int MOST_BYTES = (1 << 20) + 1;

  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int end;
  private byte[] line = new byte[1024];
  private long length;
  private long offset;
  private long number;
  private boolean ended;

  public JsonLines(InputStream in) {
    this.in = in;
  }

  /**
   * The next line; null at the end. The last one needs no line end.
   *
   * @throws IOException once, if the rest cannot be read; every call after it returns null
   */
  public @Nullable JsonLine next() throws IOException {
    while (!ended) {
      length = 0;
      readLine();
      JsonLine read = new JsonLine(++number, offset, partial(), length);
      offset += length + 1;
      if (!read.isBlank()) {
        return read;
      }
    }
    return null;
  }

  /** Where the line begins that is being read, or the next one, in bytes. */
  public long offset() {
    return offset;
  }

  /** The beginning of the line that is being read, as much as could be. */
  public byte[] partial() {
    return Arrays.copyOf(line, (int) Math.min(length, MOST_BYTES));
  }

  private void readLine() throws IOException {
    while (true) {
      if (at == end && !fill()) {
        return;
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      keep(from, at - from);
      if (at < end) {
        at++;
        return;
      }
    }
  }

  private void keep(int from, int count) {
    int kept = (int) Math.min(length, MOST_BYTES);
    int more = Math.min(count, MOST_BYTES - kept);
    if (kept + more > line.length) {
      line = Arrays.copyOf(line, Math.min(MOST_BYTES, 2 * (kept + more)));
    }
    System.arraycopy(buffer, from, line, kept, more);
    length += count;
  }

  private boolean fill() throws IOException {
    boolean whole = false;
    try {
      at = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
      whole = true;
    } finally {
      ended = !whole || end == 0;
    }
    return !ended;
  }
}
