package io.nightlight.recording;

import io.nightlight.wire.CollectorHosts;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which collector a file comes from, where the user does not say.
 *
 * <p>In this order: the name that the archives give ({@code rrc06}, {@code route-views.jinx}, or
 * BGPStream's {@code project.collector.type.time}) in the file's name; that in a folder's name, the
 * nearest first; the nearest folder whose name isn't a mere layout of archives such as {@code
 * 2014.05/UPDATES}; else all files are of one collector.
 */
final class CollectorNames {
  /** The collector of files that bear no name at all. */
  static final String UNNAMED = "unnamed";

  private static final String ROUTE_VIEWS =
      "route-views\\d*(?:\\.(?!updates?\\b|ribs?\\b|bview\\b|routeviews\\b|oregon-ix\\b)[a-z][a-z0-9-]*)?";
  private static final Pattern BGPSTREAM =
      Pattern.compile(
          "(?!rrc\\d|route-views)[a-z0-9-]+\\.(.+)\\.(?:ribs|updates)\\.\\d{6,}(?:\\..*)?");
  private static final Pattern ARCHIVE =
      Pattern.compile("(?<![a-z0-9])(rrc\\d\\d|" + ROUTE_VIEWS + ")(?![a-z0-9])");
  private static final Pattern LAYOUT =
      Pattern.compile(
          "|\\.|\\.\\.|bgpdata|bgp|mrt|archives?|data|rib|ribs|bview|bviews|update|updates"
              + "|\\d{1,2}|\\d{4}([.-]?\\d\\d){0,2}");

  private CollectorNames() {}

  /**
   * @param path the file as the user named it or as it was found under what he named
   */
  static String of(Path path) {
    Path named = path.normalize();
    String file = lowerCase(named.getFileName());
    Matcher bgpStream = BGPSTREAM.matcher(file);
    if (bgpStream.matches()) {
      return CollectorHosts.withoutDomain(bgpStream.group(1));
    }
    String ofArchive = ofArchive(file);
    for (Path folder = named.getParent(); ofArchive.isEmpty() && folder != null; ) {
      ofArchive = ofArchive(lowerCase(folder.getFileName()));
      folder = folder.getParent();
    }
    return ofArchive.isEmpty() ? ofFolder(named) : ofArchive;
  }

  private static String ofArchive(String name) {
    Matcher archive = ARCHIVE.matcher(name);
    return archive.find() ? archive.group(1) : "";
  }

  private static String ofFolder(Path file) {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (!LAYOUT.matcher(lowerCase(folder.getFileName())).matches()) {
        return folder.getFileName().toString();
      }
    }
    return UNNAMED;
  }

  /** Empty for a root, which has no name. */
  private static String lowerCase(@Nullable Path name) {
    return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
  }
}
