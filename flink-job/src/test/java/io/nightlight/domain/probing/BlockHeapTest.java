package io.nightlight.domain.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shard takes of the heap, by the lengths of its arrays. */
class BlockHeapTest {
  private static final int HEADER = 16;
  private static final int REFERENCE = 4;

  /** At IODA's scale a shard has 8,203 blocks, give or take a few hundred. */
  @ParameterizedTest
  @ValueSource(ints = {7_900, 8_000, 8_100, 8_192, 8_193, 8_203, 8_300, 8_400, 8_500, 12_345})
  void aBlockTakesAtMost48Bytes(int blocks) {
    BlockTable table = new BlockTable(Probes.MINUTE);
    BlockBatchBuilder builder = new BlockBatchBuilder(0);
    for (int block = 0; block < blocks; block++) {
      for (int host = 0; host < 3; host++) {
        builder.add(
            new ProbeObservation(
                Probes.vantage(1),
                Probes.T0,
                new Target(Prefix.ipv4(block * 0x9E3779 << 8, 24), 17L * host),
                ProbeMethod.ICMP_ECHO,
                1,
                0,
                0));
        if (builder.isFull()) {
          table.accept(builder.take(Long.MIN_VALUE));
        }
      }
    }
    table.accept(builder.take(Long.MIN_VALUE));
    table.settle(
        Probes.T0 + Probes.MINUTE, ProbingRules.defaults(), VantageStandings.CLEAR, change -> {});
    assertThat((double) size(table) / blocks).isBetween(44.0, 48.0);
  }

  @Test
  void theSizeOfWhatIsKnownIsRight() {
    assertThat(size(new long[3])).isEqualTo(16 + 24);
    assertThat(size(new short[5])).isEqualTo(16 + 16);
    assertThat(size(new long[][] {new long[1], new long[2]})).isEqualTo(16 + 8 + 24 + 32);
  }

  /** Objects of this package and arrays, with all that they hold; of 64-bit JVMs. */
  private static long size(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      return sizeOfArray(object, type.getComponentType());
    }
    if (!type.getPackageName().startsWith("io.nightlight")) {
      return HEADER;
    }
    long size = HEADER;
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.getType().isEnum()) {
        continue;
      }
      size += Long.BYTES;
      field.setAccessible(true);
      try {
        Object held = field.getType().isPrimitive() ? null : field.get(object);
        size += held == null ? 0 : size(held);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return size;
  }

  private static long sizeOfArray(Object array, Class<?> component) {
    int length = Array.getLength(array);
    long size = HEADER + (long) length * bytes(component);
    for (int i = 0; !component.isPrimitive() && i < length; i++) {
      size += size(Array.get(array, i));
    }
    return (size + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  private static int bytes(Class<?> component) {
    if (component == long.class) {
      return Long.BYTES;
    }
    if (component == int.class) {
      return Integer.BYTES;
    }
    if (component == short.class) {
      return Short.BYTES;
    }
    return component == boolean.class || component == byte.class ? 1 : REFERENCE;
  }
}
