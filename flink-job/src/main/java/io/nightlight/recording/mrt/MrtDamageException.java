package io.nightlight.recording.mrt;

import io.nightlight.wire.RejectReason;

/** From here on a file cannot be read; holds the bytes of the record that it broke in. */
public final class MrtDamageException extends Exception {
  private final RejectReason reason;
  private final byte[] bytes;

  MrtDamageException(RejectReason reason, String message, byte[] bytes) {
    super(message, null, false, false);
    this.reason = reason;
    this.bytes = bytes;
  }

  public RejectReason reason() {
    return reason;
  }

  /** The broken record as far as it could be read. */
  public byte[] bytes() {
    return bytes.clone();
  }
}
