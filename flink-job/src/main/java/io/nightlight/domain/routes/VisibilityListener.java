package io.nightlight.domain.routes;

/** Hears of each prefix whose visibility differs from that at the end of the window before. */
@FunctionalInterface
public interface VisibilityListener {
  void changed(VisibilityChange change);
}
