package io.nightlight.recording.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines; blank ones are left out, of endless ones the beginning is kept. */
public final class JsonLines implements JsonPieces {
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

  /** The last line needs no line end. */
  @Override
  public @Nullable JsonPiece next() throws IOException {
    while (!ended) {
      length = 0;
      readLine();
      JsonPiece read = new JsonPiece(++number, offset, partial(), length);
      offset += length + 1;
      if (!read.isBlank()) {
        return read;
      }
    }
    return null;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public byte[] partial() {
    return Arrays.copyOf(line, (int) Math.min(length, MOST_BYTES));
  }

  @Override
  public String word() {
    return "line";
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
