package io.nightlight.replay;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether long work has been asked to end; it looks now and then, and ends in order. */
public final class StopRequest {
  private final CountDownLatch asked = new CountDownLatch(1);

  /** Asks; safe from any thread, more than once. */
  public void ask() {
    asked.countDown();
  }

  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits for so long, or until it is asked. */
  void await(Duration longest) throws InterruptedException {
    boolean unused = asked.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }
}
