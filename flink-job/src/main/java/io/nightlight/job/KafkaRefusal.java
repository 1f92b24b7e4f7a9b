package io.nightlight.job;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * What it means that a broker does not let a client in, for whoever configured the client. Kafka's
 * own words are repeated only where they name no value of a setting.
 */
public final class KafkaRefusal {
  private static final int DEEPEST_CAUSE = 20;

  private KafkaRefusal() {}

  /** One line, if somewhere behind the failure a broker or its certificate was refused. */
  public static Optional<String> explain(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof SslAuthenticationException) {
        return Optional.of(
            "Kafka and this client do not trust each other ("
                + firstLine(deepest(cause))
                + "); see "
                + JobOptions.KAFKA_CLIENT_PREFIX
                + "ssl.*");
      }
      if (cause instanceof AuthenticationException) {
        return Optional.of(
            "Kafka does not let this user in ("
                + firstLine(cause)
                + "); see "
                + JobOptions.KAFKA_CLIENT_PREFIX
                + "sasl.*");
      }
      if (cause instanceof AuthorizationException) {
        return Optional.of("Kafka does not allow this user to do so: " + firstLine(cause));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** Why there is no trust is said by the deepest cause alone. */
  private static Throwable deepest(Throwable failure) {
    Throwable deepest = failure;
    for (int depth = 0; deepest.getCause() != null && depth < DEEPEST_CAUSE; depth++) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
