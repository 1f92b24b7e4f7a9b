package io.nightlight.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.domain.net.Prefix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All routes of the reconstruction in the order of a table dump: IPv4 before IPv6, then by address.
 * Elsewhere a route is named by its place in this order.
 */
final class RouteCatalog {
  private static final String RESOURCE = "routes.csv";

  private final List<AnnouncedRoute> routes;

  private RouteCatalog(List<AnnouncedRoute> routes) {
    this.routes = routes;
  }

  /** Reads the catalog that ships with the program. */
  static RouteCatalog load() {
    InputStream resource =
        Objects.requireNonNull(RouteCatalog.class.getResourceAsStream(RESOURCE), RESOURCE);
    List<AnnouncedRoute> routes = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> parse(line, routes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    routes.sort(
        Comparator.<AnnouncedRoute, Boolean>comparing(route -> Prefix.isIpv6(route.prefix()))
            .thenComparing(AnnouncedRoute::prefix, Long::compareUnsigned));
    return new RouteCatalog(List.copyOf(routes));
  }

  private static void parse(String line, List<AnnouncedRoute> into) {
    String[] fields = line.split(",", -1);
    for (String prefix : fields[3].split(" ", -1)) {
      into.add(
          new AnnouncedRoute(
              fields[0],
              Prefix.parse(prefix),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2])));
    }
  }

  int size() {
    return routes.size();
  }

  AnnouncedRoute get(int place) {
    return routes.get(place);
  }

  /** The places of all routes of a country. */
  int[] ofCountry(String country) {
    return where(route -> route.country().equals(country));
  }

  int placeOf(long prefix) {
    return where(route -> route.prefix() == prefix)[0];
  }

  int[] where(Predicate<AnnouncedRoute> condition) {
    return IntStream.range(0, size()).filter(place -> condition.test(get(place))).toArray();
  }
}
