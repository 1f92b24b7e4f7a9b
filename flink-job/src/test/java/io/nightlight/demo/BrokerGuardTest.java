package io.nightlight.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerGuardTest {
  private static final int FILES = 2_000;

  @TempDir private Path parent;

  @Test
  void deletesWhatIsMadeWhileItDeletes() throws Exception {
    Path folder = Files.createDirectories(parent.resolve("broker"));
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService broker = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing = broker.submit(() -> write(folder, begun));
      begun.await();
      BrokerGuard.deleteBelowAWriter(folder);
      writing.get();
    } finally {
      broker.shutdownNow();
    }
    assertThat(folder).doesNotExist();
  }

  /** Until the folder is gone, as a broker that has nowhere to write to any more. */
  private static Void write(Path folder, CountDownLatch begun) {
    try {
      for (int i = 0; i < FILES; i++) {
        Files.writeString(folder.resolve("segment-" + i), "records");
        if (i == FILES / 10) {
          begun.countDown();
        }
      }
    } catch (IOException e) {
      // the folder is gone
    }
    return null;
  }
}
