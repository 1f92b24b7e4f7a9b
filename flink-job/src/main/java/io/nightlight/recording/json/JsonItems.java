package io.nightlight.recording.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of arrays into their items, on one line or on many; of endless items the beginning
 * is kept.
 *
 * <p>A damaged item must not swallow those behind it. It ends where JSON cannot go on: at the end
 * of a line within a text, before an object that begins where none can, and at a bracket that
 * closes what was not opened.
 */
public final class JsonItems implements JsonPieces {
  private static final int NOTHING = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int end;
  private long passed;
  private byte[] item = new byte[1024];
  private long length;
  private long offset;
  private long number;
  private long openArrays;
  private boolean ended;

  JsonItems(InputStream in) {
    this.in = in;
  }

  @Override
  public @Nullable JsonPiece next() throws IOException {
    if (ended) {
      return null;
    }
    boolean whole = false;
    try {
      length = 0;
      int first = readToItem();
      offset = passed + at;
      whole = true;
      if (first == NOTHING) {
        ended = true;
        return null;
      }
      whole = false;
      if (first == '{') {
        readObject();
      } else {
        readGarbage();
      }
      whole = true;
      return new JsonPiece(++number, offset, partial(), length);
    } finally {
      ended |= !whole;
    }
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public byte[] partial() {
    return Arrays.copyOf(item, (int) Math.min(length, MOST_BYTES));
  }

  @Override
  public String word() {
    return "item";
  }

  /** The first byte of the next item, which is not yet taken. */
  private int readToItem() throws IOException {
    for (int next = peek(); next != NOTHING; next = peek()) {
      switch (next) {
        case ' ', '\t', '\r', '\n', ',' -> {}
        case '[' -> openArrays++;
        case ']' -> openArrays--;
        default -> {
          return next;
        }
      }
      at++;
    }
    if (openArrays > 0) {
      offset = passed + at;
      throw new EOFException("the array has no end");
    }
    return NOTHING;
  }

  private void readObject() throws IOException {
    int depth = 0;
    long arrays = 0; // a bit a level, the innermost the lowest; deeper than 64 is forgotten
    int before = ':';
    for (int next = peek(); next != NOTHING; next = peek()) {
      boolean closes = next == '}' || next == ']';
      boolean fits = depth > Long.SIZE || next == ']' == ((arrays & 1) == 1);
      if (next == '{' ? !canBegin(before) : next == ']' && !fits) {
        return;
      }
      take(next);
      if (next == '{' || next == '[') {
        depth++;
        arrays = arrays << 1 | (next == '[' ? 1 : 0);
      } else if (closes) {
        depth = fits ? depth - 1 : 0;
        arrays >>>= 1;
      } else if (next == '"' && !readText()) {
        return;
      }
      if (depth == 0) {
        return;
      }
      before = next <= ' ' ? before : next;
    }
  }

  /** Whether an object can, behind that sign. */
  private static boolean canBegin(int before) {
    return before == ':' || before == ',' || before == '[';
  }

  /** Whether it came to its end, and not to the line's. */
  private boolean readText() throws IOException {
    boolean escaped = false;
    for (int next = peek(); next != NOTHING && next != '\n'; next = peek()) {
      take(next);
      if (next == '"' && !escaped) {
        return true;
      }
      escaped = next == '\\' && !escaped;
    }
    return false;
  }

  /** What no item begins with: to the line's end, or to the next object. */
  private void readGarbage() throws IOException {
    for (int next = peek(); next != NOTHING && next != '\n' && next != '{'; next = peek()) {
      take(next);
    }
  }

  private void take(int next) {
    at++;
    if (length < MOST_BYTES) {
      if (length == item.length) {
        item = Arrays.copyOf(item, Math.min(MOST_BYTES, 2 * item.length));
      }
      item[(int) length] = (byte) next;
    }
    length++;
  }

  /** The next byte, not yet taken. */
  private int peek() throws IOException {
    if (at == end) {
      passed += end;
      at = 0;
      end = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return at == end ? NOTHING : buffer[at] & 0xFF;
  }
}
