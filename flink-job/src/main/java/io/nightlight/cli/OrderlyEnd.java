package io.nightlight.cli;

import io.nightlight.replay.StopRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work end in order when the process is told to end, by Ctrl-C or SIGTERM: asks it to stop,
 * and keeps the process until it has.
 */
final class OrderlyEnd implements AutoCloseable {
  /** Whoever sends the signal does not wait for ever either. */
  private static final long LONGEST_SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private final StopRequest stop = new StopRequest();
  private final Thread atSignal;

  private OrderlyEnd(Runnable afterwards) {
    atSignal =
        new Thread(
            () -> {
              stop.ask();
              awaitDone();
              afterwards.run();
            },
            "orderly-end");
    Runtime.getRuntime().addShutdownHook(atSignal);
  }

  /** Of work that the signal cuts short: the exit status is that of the signal. */
  static OrderlyEnd cutShort() {
    return new OrderlyEnd(() -> {});
  }

  /** Of work that ends in no other way: the signal is its proper end, and the exit status 0. */
  static OrderlyEnd proper() {
    return new OrderlyEnd(() -> Runtime.getRuntime().halt(ExitStatus.DONE));
  }

  /** What the work has to look at. */
  StopRequest stop() {
    return stop;
  }

  private void awaitDone() {
    try {
      boolean unused = done.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work has ended. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atSignal);
    } catch (IllegalStateException e) {
      done.countDown(); // the process is ending, and waits for this
    }
  }
}
