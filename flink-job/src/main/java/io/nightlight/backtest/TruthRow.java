package io.nightlight.backtest;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A labelled outage with what else is known of it.
 *
 * @param classes what it is one of, such as {@code 50%}: recall can be asked of each
 * @param note for people; may be empty
 */
public record TruthRow(LabelledOutage outage, SortedSet<String> classes, String note) {
  public TruthRow {
    classes = Collections.unmodifiableSortedSet(new TreeSet<>(classes));
  }

  /** With these classes and no note. */
  public static TruthRow of(LabelledOutage outage, String... classes) {
    return new TruthRow(outage, new TreeSet<>(List.of(classes)), "");
  }
}
