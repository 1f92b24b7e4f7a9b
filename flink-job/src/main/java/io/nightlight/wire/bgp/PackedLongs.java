package io.nightlight.wire.bgp;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An array as the list that Avro's generated classes ask for, without an object for each number.
 */
final class PackedLongs extends AbstractList<Long> implements RandomAccess {
  private final long[] values;

  private PackedLongs(long[] values) {
    this.values = values;
  }

  static List<Long> of(long[] values) {
    return values.length == 0 ? List.of() : new PackedLongs(values);
  }

  @Override
  public Long get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}
