package io.nightlight.domain.routes;

/**
 * Hears of each prefix whose visibility differs from that at the end of the window before, and once
 * of each that stays lost when a second collector has lost it by itself.
 */
@FunctionalInterface
public interface VisibilityListener {
  void changed(VisibilityChange change);
}
