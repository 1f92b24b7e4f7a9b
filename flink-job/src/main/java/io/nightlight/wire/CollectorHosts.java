package io.nightlight.wire;

import java.util.regex.Pattern;

/** The hosts that collectors run on, as feeds and archives name them. */
public final class CollectorHosts {
  private static final Pattern DOMAIN =
      Pattern.compile("\\.(?:ris\\.ripe\\.net|ripe\\.net|routeviews\\.org)$");

  private CollectorHosts() {}

  /** The short form of a name: without the host's domain, so {@code rrc01}. */
  public static String withoutDomain(String name) {
    return DOMAIN.matcher(name).replaceFirst("");
  }
}
