package io.nightlight.job;

/**
 * Kafka does not answer, lacks a topic, or does not take a record; the message is one line that
 * says which broker or topic.
 */
public final class KafkaUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KafkaUnavailable(String message) {
    super(message);
  }

  public KafkaUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the cause says in its own first line. */
  public static KafkaUnavailable because(String what, Throwable cause) {
    String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new KafkaUnavailable(what + ": " + why, cause);
  }
}
