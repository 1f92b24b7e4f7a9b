package io.nightlight.wire;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How much was passed over, by kind. */
public final class SkipCounts {
  private final Map<Skipped, Long> byKind = new EnumMap<>(Skipped.class);

  public void add(Skipped kind, long count) {
    if (count > 0) {
      byKind.merge(kind, count, Long::sum);
    }
  }

  public void addAll(SkipCounts others) {
    others.byKind.forEach(this::add);
  }

  /** Only what occurred, in the order of {@link Skipped}. */
  public Map<Skipped, Long> byKind() {
    return Collections.unmodifiableMap(byKind);
  }
}
