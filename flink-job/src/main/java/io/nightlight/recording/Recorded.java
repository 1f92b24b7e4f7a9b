package io.nightlight.recording;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.ProbeResult;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * What a recording yields: a BGP message, a probe result or a refusal, exactly one of the three,
 * and its place among those of other recordings.
 *
 * @param placeMicros the latest time read in its file up to it, in microseconds since 1970: the
 *     message's own time, or a later one where the file steps back
 * @param sequence the message's; of a probe result or a refusal its number in the file
 * @param original what it was read from
 */
public record Recorded(
    @Nullable BgpMessage message,
    @Nullable ProbeResult probe,
    @Nullable Rejection rejection,
    long placeMicros,
    long sequence,
    Original original) {

  static Recorded decoded(BgpMessage message, long placeMicros, Original original) {
    return new Recorded(message, null, null, placeMicros, message.getSequence(), original);
  }

  static Recorded decoded(ProbeResult probe, long placeMicros, long number, Original original) {
    return new Recorded(null, probe, null, placeMicros, number, original);
  }

  static Recorded rejected(
      Original original, Rejection rejection, long placeMicros, long sequence) {
    return new Recorded(null, null, rejection, placeMicros, sequence, original);
  }

  /** A refusal that stands for all that follows in its file, too. */
  Recorded refusedWithTheRest() {
    return rejected(
        original,
        refused(RejectReason.TOO_LARGE, "far too much that is no record; the rest is not read"),
        placeMicros,
        sequence);
  }

  /** For whoever reads on and cannot take what the message says: its refusal, with the bytes. */
  public Rejection refused(RejectReason reason, @Nullable String why) {
    return original.refused(reason, why, placeMicros);
  }
}
