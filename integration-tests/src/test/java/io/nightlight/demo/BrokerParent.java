package io.nightlight.demo;

import java.io.IOException;
import java.nio.file.Path;

/** A JVM that starts a broker, says so, and then waits to be killed. */
final class BrokerParent {
  private BrokerParent() {}

  /**
   * Writes the broker's process id and its folder, each on a line.
   *
   * @param args the classpath file
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    LocalBroker broker = LocalBroker.start(Path.of(args[0]));
    System.out.println("pid " + broker.pid());
    System.out.println("folder " + broker.folder());
    Thread.currentThread().join();
  }
}
