package io.nightlight.wire.bgp;

import io.nightlight.wire.RejectReason;

/**
 * Bytes that are no BGP (or MRT) structure. Carries what a {@link io.nightlight.wire.Rejection}
 * needs; has no stack trace, because a damaged recording holds thousands.
 */
public final class BgpFormatException extends Exception {
  private final RejectReason reason;

  public BgpFormatException(RejectReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public RejectReason reason() {
    return reason;
  }
}
