package io.nightlight.wire;

/**
 * Input that is refused, on its way to the place that knows where it came from and makes a {@link
 * Rejection} of it. Without a stack trace: a feed of garbage throws one for each record.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final RejectReason reason;

  /**
   * @param message one line that names what is wrong
   */
  public RefusedException(RejectReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public RejectReason reason() {
    return reason;
  }
}
