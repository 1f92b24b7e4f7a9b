package io.nightlight.cli;

/** Arguments that make no sense together; the message is one line. */
final class BadUsage extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadUsage(String message) {
    super(message);
  }

  static BadUsage notDeliveredYet(String command) {
    return new BadUsage("'" + command + "' is not delivered yet");
  }
}
