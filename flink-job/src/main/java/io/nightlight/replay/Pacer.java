package io.nightlight.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets recorded time pass at a multiple of its own pace. The only place where a clock decides
 * anything.
 */
public final class Pacer {
  /** Speeds are met to this grain: shorter waits are not worth a sleep. */
  private static final Duration GRAIN = Duration.ofMillis(5);

  private final double speed;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private @Nullable Instant first;
  private long startedNanos;

  /** Waits for a while. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  private Pacer(double speed, LongSupplier nanoTime, Sleeper sleeper) {
    this.speed = speed;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
  }

  /**
   * @param speed how many times faster than it was; 0 for as fast as it goes
   */
  public static Pacer of(double speed) {
    return of(speed, System::nanoTime, duration -> Thread.sleep(duration.toMillis()));
  }

  /** Likewise; once stopping is asked for, nobody waits any more. */
  public static Pacer of(double speed, StopRequest stop) {
    return of(speed, System::nanoTime, stop::await);
  }

  static Pacer of(double speed, LongSupplier nanoTime, Sleeper sleeper) {
    if (!(speed >= 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be 0 or more, but is " + speed);
    }
    return new Pacer(speed, nanoTime, sleeper);
  }

  /** How much recorded time passes in so much of the clock's; null if there is no pace. */
  @Nullable Duration recordedIn(Duration real) {
    return speed == 0 ? null : Duration.ofMillis((long) (real.toMillis() * speed));
  }

  /** Returns when it is time for what was observed then; at once for what is overdue. */
  void await(Instant observedAt) throws InterruptedException {
    if (speed == 0) {
      return;
    }
    if (first == null) {
      first = observedAt;
      startedNanos = nanoTime.getAsLong();
    }
    long dueNanos = (long) (Duration.between(first, observedAt).toMillis() * 1e6 / speed);
    Duration ahead = Duration.ofNanos(dueNanos - (nanoTime.getAsLong() - startedNanos));
    if (ahead.compareTo(GRAIN) > 0) {
      sleeper.sleep(ahead);
    }
  }
}
