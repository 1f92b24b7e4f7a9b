package io.nightlight.job;

/** A configuration that Nightlight refuses; the message is one line, meant for who wrote it. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidConfiguration(String message) {
    super(message);
  }
}
