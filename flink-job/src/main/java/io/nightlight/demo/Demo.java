package io.nightlight.demo;

import io.nightlight.replay.Progress;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** North Korea, December 2014, through an embedded Kafka broker and Flink. */
public final class Demo {
  private Demo() {}

  /**
   * Runs to the end of the reconstruction.
   *
   * @param out where to leave the files that a replay leaves, or null for nowhere
   * @param terminal the events go here, as they arrive
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static void run(@Nullable Path out, PrintStream terminal, Progress progress)
      throws Exception {
    throw new UnsupportedOperationException("the demo is not wired yet");
  }
}
