package io.nightlight.integration.recording;

import java.util.Arrays;
import java.util.Random;

/** Ways to damage bytes, each as a router, a collector, a disk or an enemy might. */
enum Mutation {
  FLIPPED_BITS {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        damaged[place(damaged, from, random)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },
  /** One, two or four bytes at their least, their most, and one beside. */
  EXTREME_LENGTHS {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = place(damaged, from, random);
        int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
        int width = 1 << random.nextInt(3);
        for (int k = 0; k < width && at + k < damaged.length; k++) {
          damaged[at + k] = (byte) (extreme >>> 8 * (width - 1 - k));
        }
      }
      return damaged;
    }
  },
  OFF_BY_ONE {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      byte[] damaged = whole.clone();
      damaged[place(damaged, from, random)] += (byte) (random.nextBoolean() ? 1 : -1);
      return damaged;
    }
  },
  TRUNCATED {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      return Arrays.copyOf(whole, place(whole, from, random));
    }
  },
  LENGTHENED {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      byte[] more = new byte[1 + random.nextInt(64)];
      random.nextBytes(more);
      return joined(whole, whole.length, more, 0);
    }
  },
  /** A part is missing. */
  CUT_OUT {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      int first = place(whole, from, random);
      return joined(whole, first, whole, place(whole, first, random));
    }
  },
  /** A part comes twice, such as a path attribute. */
  REPEATED {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      int first = place(whole, from, random);
      return joined(whole, place(whole, first, random), whole, first);
    }
  },
  /** The beginning of one with the end of another. */
  SPLICED {
    @Override
    byte[] of(byte[] whole, int from, byte[] other, Random random) {
      return joined(whole, place(whole, from, random), other, place(other, from, random));
    }
  };

  private static final int[] EXTREMES = {
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, -1
  };

  /**
   * A damaged copy.
   *
   * @param from the first byte that may be damaged; both have bytes from there on
   * @param other a record to take parts of
   */
  abstract byte[] of(byte[] whole, int from, byte[] other, Random random);

  private static int place(byte[] bytes, int from, Random random) {
    return from + random.nextInt(bytes.length - from);
  }

  private static byte[] joined(byte[] first, int cut, byte[] second, int from) {
    byte[] joined = Arrays.copyOf(first, cut + second.length - from);
    System.arraycopy(second, from, joined, cut, second.length - from);
    return joined;
  }
}
