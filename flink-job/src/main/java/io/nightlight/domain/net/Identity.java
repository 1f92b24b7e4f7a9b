package io.nightlight.domain.net;

import java.nio.charset.StandardCharsets;

/** Names as numbers, equal on every machine and in every version. */
final class Identity {
  private Identity() {}

  /**
   * FNV-1a over the name, then mixed: 64 bits, so that a few thousand sources do not meet by
   * chance.
   */
  static long of(String name) {
    long h = 0xCBF2_9CE4_8422_2325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ b & 0xFF) * 0x100_0000_01B3L;
    }
    return mix(h);
  }

  static long mix(long bits) {
    long h = (bits ^ bits >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
    h = (h ^ h >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
    return h ^ h >>> 33;
  }
}
