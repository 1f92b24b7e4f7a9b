package io.nightlight.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Things by the bytes that name them in a message, so that no text is made of them again and again.
 * Bounded, and a cache only: what is forgotten is read anew. For one thread at a time.
 */
final class EncodedNames<T> {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SLOTS = 1 << 14;

  private final Reader<T> reader;
  private final @Nullable Known<T>[] slots = newSlots();

  /** Reads what was not met before. */
  interface Reader<T> {
    /**
     * What lies between two places is well-formed, and may name nothing.
     *
     * @throws RefusedException if it names nothing
     */
    T read(byte[] bytes, int from, int to);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  private record Known<T>(byte[] name, T named) {}

  EncodedNames(Reader<T> reader) {
    this.reader = reader;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a type with parameters
  private static <T> @Nullable Known<T>[] newSlots() {
    return new Known[SLOTS];
  }

  /**
   * What is named between the two places.
   *
   * @throws RefusedException if nothing is
   */
  T find(byte[] bytes, int from, int to) {
    int slot = slotOf(bytes, from, to);
    Known<T> known = slots[slot];
    if (known != null && Arrays.equals(known.name, 0, known.name.length, bytes, from, to)) {
      return known.named;
    }
    T named = reader.read(bytes, from, to);
    slots[slot] = new Known<>(Arrays.copyOfRange(bytes, from, to), named);
    return named;
  }

  private static int slotOf(byte[] bytes, int from, int to) {
    long hash = to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(bytes, at)) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 32;
    }
    for (; at < to; at++) {
      hash = (hash ^ bytes[at]) * 0x9E37_79B9_7F4A_7C15L;
    }
    return (int) ((hash ^ hash >>> 29) & (SLOTS - 1));
  }
}
