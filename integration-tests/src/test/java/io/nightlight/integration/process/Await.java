package io.nightlight.integration.process;

import io.nightlight.job.KafkaUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Looks again and again until a condition holds, but not for ever. */
public final class Await {
  private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

  private Await() {}

  /** What is waited for; nobody who answers, Kafka among them, is as good as no. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * @param what for the message if it does not come true in time
   */
  public static void until(String what, Duration atMost, Condition condition)
      throws InterruptedException {
    long started = System.nanoTime();
    Exception last;
    do {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (IOException | KafkaUnavailable e) {
        last = e;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } while (System.nanoTime() - started < atMost.toNanos());
    throw late(what, atMost, last);
  }

  private static AssertionError late(String what, Duration atMost, @Nullable Exception last) {
    return new AssertionError("not within " + atMost.toSeconds() + " s: " + what, last);
  }
}
