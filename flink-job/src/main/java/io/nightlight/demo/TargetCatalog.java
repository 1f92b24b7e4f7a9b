package io.nightlight.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.demo.ProbeTarget.Habit;
import io.nightlight.domain.net.Prefix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * All addresses that are probed in the reconstruction: North Korea's real responders, and one
 * invented host in the first block of some routes of six other countries.
 */
final class TargetCatalog {
  private static final String RESOURCE = "north-korea-responders.csv";
  private static final double SCANS = 40;

  /** The last byte of every invented host's address. */
  private static final int HOST = 10;

  private TargetCatalog() {}

  /** Reads the responders that ship with the program, and invents the others. */
  static List<ProbeTarget> load(RouteCatalog routes) {
    List<ProbeTarget> targets = new ArrayList<>(northKorea(routes));
    invent(routes, "BD", 20, 1, Timeline.DARK_AT_NIGHT, targets);
    invent(routes, Timeline.HUNTED_COUNTRY, 5, 1, 0, targets);
    invent(routes, "LK", 6, 1, 0, targets);
    invent(routes, "IS", 6, 1, 0, targets);
    invent(routes, "CO", 6, 1, 0, targets);
    invent(routes, "KE", 8, Timeline.SPARSE_ANSWERS, 0, targets);
    return List.copyOf(targets);
  }

  private static List<ProbeTarget> northKorea(RouteCatalog routes) {
    InputStream resource =
        Objects.requireNonNull(TargetCatalog.class.getResourceAsStream(RESOURCE), RESOURCE);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .map(fields -> responder(routes, fields[0], Integer.parseInt(fields[1])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProbeTarget responder(RouteCatalog routes, String address, int scans) {
    long block = Prefix.parse(address.substring(0, address.lastIndexOf('.')) + ".0/24");
    return new ProbeTarget("KP", address, routes.placeOf(block), scans / SCANS, Habit.ALWAYS);
  }

  /**
   * So many hosts, spread evenly over the country's IPv4 routes, of which the first few are there
   * by day only.
   */
  private static void invent(
      RouteCatalog routes,
      String country,
      int hosts,
      double answers,
      int byDay,
      List<ProbeTarget> into) {
    int[] places =
        routes.where(route -> route.country().equals(country) && !Prefix.isIpv6(route.prefix()));
    for (int i = 0; i < hosts; i++) {
      int place = places[i * places.length / hosts];
      Habit habit = i < byDay ? Habit.BY_DAY : Habit.ALWAYS;
      into.add(new ProbeTarget(country, host(routes.get(place).prefix()), place, answers, habit));
    }
  }

  private static String host(long prefix) {
    int address = Prefix.ipv4Address(prefix);
    return "%d.%d.%d.%d"
        .formatted(address >>> 24, address >>> 16 & 0xff, address >>> 8 & 0xff, HOST);
  }
}
