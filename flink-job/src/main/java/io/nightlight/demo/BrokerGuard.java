package io.nightlight.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The main class of the broker's JVM: formats the storage, runs the broker, and ends both when the
 * parent is gone, however it went.
 *
 * <p>The parent holds the other end of standard input. The kernel closes it even after a SIGKILL,
 * which no shutdown hook survives; reading then meets the end. This class file is copied alone onto
 * the broker's classpath, so it must need no other class of ours and of Kafka only names.
 */
final class BrokerGuard {
  private static final int ROUNDS = 100;
  private static final long BETWEEN_ROUNDS_NANOS = 10_000_000L;

  private BrokerGuard() {}

  /**
   * Runs a broker; returns when it has stopped.
   *
   * @param args the cluster's id, and the folder that holds {@code server.properties} and goes with
   *     the broker when the parent is gone
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Path folder = Path.of(args[1]);
    Thread guard = new Thread(() -> outliveNobody(folder), "parent-guard");
    guard.setDaemon(true);
    guard.start();
    String properties = folder.resolve("server.properties").toString();
    String[] format = {"format", "--cluster-id", args[0], "--config", properties};
    Object status =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, format, System.out);
    if (!status.equals(0)) {
      System.exit(1);
    }
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {properties});
  }

  private static void outliveNobody(Path folder) {
    try {
      while (System.in.read() >= 0) {
        // the parent says nothing; its silence is a sign of life
      }
    } catch (IOException e) {
      // as good as its end
    }
    try {
      deleteBelowAWriter(folder);
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  /**
   * Deletes the folder of a broker that lives: what it makes while we delete goes the next time.
   * What remains after that is an orphan in the temporary folder.
   */
  static void deleteBelowAWriter(Path folder) {
    for (int round = 0; round < ROUNDS && Files.exists(folder); round++) {
      try {
        delete(folder);
      } catch (IOException | UncheckedIOException e) {
        // a file came after the look, or went
        LockSupport.parkNanos(BETWEEN_ROUNDS_NANOS);
      }
    }
  }

  /** Deletes a folder with all that is in it, as far as it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
