package io.nightlight.domain.routes;

import java.util.function.Consumer;

/** In which countries the address blocks of a prefix lie. */
@FunctionalInterface
public interface CountriesOf {
  /**
   * @param prefix a {@link io.nightlight.domain.net.Prefix} key
   * @param country hears of each, of one perhaps several times
   */
  void forEach(long prefix, Consumer<String> country);
}
