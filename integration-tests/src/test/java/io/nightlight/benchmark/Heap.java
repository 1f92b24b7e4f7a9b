package io.nightlight.benchmark;

import java.lang.management.ManagementFactory;

/** What is in use of this JVM's heap. */
final class Heap {
  private Heap() {}

  /** Bytes after full collections. */
  static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
