package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which sessions stood in table dumps and which in updates. One that stands in only one of the two
 * hints at files of different collectors or at a wrong collector's name, and then the table never
 * meets its updates.
 */
public final class SessionCensus {
  private final Set<Session> inDumps = new HashSet<>();
  private final Set<Session> inUpdates = new HashSet<>();

  void add(Set<Session> dumped, Set<Session> updated) {
    inDumps.addAll(dumped);
    inUpdates.addAll(updated);
  }

  /** Sessions with rows and no updates; none if there were no updates of anybody. */
  public List<Session> onlyInDumps() {
    return inUpdates.isEmpty() ? List.of() : difference(inDumps, inUpdates);
  }

  /** Sessions with updates and no rows; none if there was no dump at all. */
  public List<Session> onlyInUpdates() {
    return inDumps.isEmpty() ? List.of() : difference(inUpdates, inDumps);
  }

  /** By collector, address and AS number. */
  private static List<Session> difference(Set<Session> all, Set<Session> without) {
    return all.stream()
        .filter(session -> !without.contains(session))
        .sorted(
            Comparator.comparing(Session::collector)
                .thenComparing(Session::peerAddress)
                .thenComparing(Session::peerAsn))
        .toList();
  }
}
