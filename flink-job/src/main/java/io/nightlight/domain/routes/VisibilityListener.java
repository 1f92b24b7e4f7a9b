package io.nightlight.domain.routes;

/** Hears of each prefix whose visibility differs from that at the end of the window before. */
@FunctionalInterface
public interface VisibilityListener {
  /**
   * @param prefix a {@link io.nightlight.domain.net.Prefix} key
   */
  void changed(long prefix, Visibility before, Visibility after);
}
