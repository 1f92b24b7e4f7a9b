package io.nightlight.recording;

import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What something was read from, for the case that it is refused.
 *
 * @param source the file's name
 * @param offset the first byte in the (decompressed) file
 * @param bytes the record with its header; none where no record stands behind it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its content, below
public record Original(String source, long offset, byte[] bytes) {
  private static final byte[] NOTHING = {};

  /** What follows from the end of a file, and stands in no record. */
  static Original endOf(String source, long offset) {
    return new Original(source, offset, NOTHING);
  }

  Rejection refused(RejectReason reason, @Nullable String message, long observedAtMicros) {
    return new Rejection(
        reason, String.valueOf(message), bytes, source, 0, offset, observedAtMicros);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Original that
        && offset == that.offset
        && source.equals(that.source)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * source.hashCode() + Long.hashCode(offset);
  }
}
