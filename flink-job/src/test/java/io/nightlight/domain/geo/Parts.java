package io.nightlight.domain.geo;

import io.nightlight.domain.net.Prefix;
import java.util.ArrayList;
import java.util.List;

/** Collects visited parts as text, {@code country firstBlock+blockCount}. */
final class Parts implements PartVisitor {
  private final List<String> parts = new ArrayList<>();

  static List<String> of(CountryMap map, String prefix) {
    return of(map, Prefix.parse(prefix));
  }

  static List<String> of(CountryMap map, long prefix) {
    Parts parts = new Parts();
    map.forEachPart(prefix, parts);
    return parts.parts;
  }

  @Override
  public void part(String country, long firstBlock, long blockCount) {
    parts.add(country + " " + firstBlock + "+" + blockCount);
  }
}
