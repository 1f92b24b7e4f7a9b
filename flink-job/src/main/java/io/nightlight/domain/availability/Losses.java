package io.nightlight.domain.availability;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.LostPrefixes;
import java.util.List;

/**
 * What a signal has lost at the end of a window, and who says so. Ask within the window: only an
 * outage wants to know, so that it may be looked up in live memory when it is asked for.
 */
public interface Losses {
  /** The most prefixes and the most origins. */
  int LISTED_AT_MOST = LostPrefixes.LISTED;

  /** Nothing is known to be lost, and nobody says so. */
  Losses NONE = new Listed(List.of(), List.of(), 0);

  /** The most important lost prefixes in the usual notation, most important first. */
  List<String> prefixes();

  /** The ASes that originated the most of what is lost, most important first. */
  List<Long> origins();

  /**
   * How many collectors say each by itself that what is lost is lost, 0 where nothing is; of probes
   * the vantages that see.
   */
  int confirmations();

  /** Of the routes of a family. */
  static Losses of(LostPrefixes lost, IpFamily family) {
    return new OfRoutes(lost, family);
  }

  /** Of the probes, which name no prefixes. */
  static Losses seenBy(int vantages) {
    return new Listed(List.of(), List.of(), vantages);
  }

  /** As they lie in a country's memory. */
  record OfRoutes(LostPrefixes lost, IpFamily family) implements Losses {

    @Override
    public List<String> prefixes() {
      return lost.largest(family);
    }

    @Override
    public List<Long> origins() {
      return lost.origins(family);
    }

    @Override
    public int confirmations() {
      return lost.collectors(family);
    }
  }

  /** Once and for all; the lists are cut at {@link #LISTED_AT_MOST}. */
  record Listed(List<String> prefixes, List<Long> origins, int confirmations) implements Losses {

    public Listed {
      prefixes = List.copyOf(prefixes.subList(0, cut(prefixes)));
      origins = List.copyOf(origins.subList(0, cut(origins)));
    }

    private static int cut(List<?> list) {
      return Math.min(LISTED_AT_MOST, list.size());
    }
  }
}
