package io.nightlight.recording.mrt;

import java.util.EnumMap;
import java.util.Map;

/** How much was passed over, by kind. */
public final class SkipCounts {
  private final long[] counts = new long[Skipped.values().length];

  void add(Skipped kind, long count) {
    counts[kind.ordinal()] += count;
  }

  public void addAll(SkipCounts others) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += others.counts[i];
    }
  }

  /** Only what occurred, in the order of {@link Skipped}. */
  public Map<Skipped, Long> byKind() {
    Map<Skipped, Long> byKind = new EnumMap<>(Skipped.class);
    for (Skipped kind : Skipped.values()) {
      if (counts[kind.ordinal()] > 0) {
        byKind.put(kind, counts[kind.ordinal()]);
      }
    }
    return byKind;
  }
}
