package io.nightlight.domain.probing;

/** Hears of each block whose state differs from that at the end of the window before. */
@FunctionalInterface
public interface BlockListener {
  void changed(BlockChange change);
}
