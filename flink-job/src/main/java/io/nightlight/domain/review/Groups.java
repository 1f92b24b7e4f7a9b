package io.nightlight.domain.review;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which outages fell together. Hot state.
 *
 * <p>Those that lost most of one origin fell with it, whatever else fell at the time (P52); all
 * others are of one group if their starts lie close enough together (P51).
 */
final class Groups {
  private static final Comparator<TrackedOutage> EARLIEST =
      Comparator.comparing(TrackedOutage::start).thenComparing(TrackedOutage::eventId);

  private final Duration within;
  private final TreeMap<String, Group> groups = new TreeMap<>();

  Groups(Duration within, Collection<Group> groups) {
    this.within = within;
    groups.forEach(group -> this.groups.put(group.id(), group));
  }

  List<Group> all() {
    return List.copyOf(groups.values());
  }

  /** The id to tell; null of an outage that fell alone. */
  @Nullable String idOf(TrackedOutage outage) {
    Group group = outage.group() == null ? null : groups.get(outage.group());
    return group == null || group.joined() < 2 ? null : group.id();
  }

  /**
   * Finds the group of an outage that is told from now on.
   *
   * @param told all that were told, by eventId; one that leaves its group for that of its origin is
   *     replaced there
   * @return the outage in its group
   */
  TrackedOutage join(TrackedOutage outage, Map<String, TrackedOutage> told) {
    Group group = ofOrigin(outage, told);
    if (group == null) {
      group = find(0, outage);
    }
    Group joined =
        group == null ? Group.of(outage.country(), outage.start()) : group.with(outage.start());
    groups.put(joined.id(), joined);
    return outage.inGroup(joined.id());
  }

  private @Nullable Group ofOrigin(TrackedOutage outage, Map<String, TrackedOutage> told) {
    if (outage.originAsn() == 0) {
      return null;
    }
    Group known = find(outage.originAsn(), outage);
    if (known != null) {
      return known;
    }
    TrackedOutage other =
        told.values().stream()
            .filter(o -> o.originAsn() == outage.originAsn() && o.group() != null)
            .filter(o -> Duration.between(o.start(), outage.start()).abs().compareTo(within) <= 0)
            .min(EARLIEST)
            .orElse(null);
    if (other == null) {
      return null;
    }
    groups.computeIfPresent(String.valueOf(other.group()), (id, left) -> left.without());
    Group fresh = Group.of(outage.originAsn(), other.country(), other.start());
    groups.put(fresh.id(), fresh);
    told.put(other.eventId(), other.inGroup(fresh.id()));
    return fresh;
  }

  private @Nullable Group find(long originAsn, TrackedOutage outage) {
    return groups.values().stream()
        .filter(group -> group.originAsn() == originAsn && group.admits(outage.start(), within))
        .min(Comparator.comparing(Group::first).thenComparing(Group::id))
        .orElse(null);
  }

  /** Forgets the groups that none of these is in. */
  void forgetWithout(Collection<TrackedOutage> told) {
    Set<String> needed =
        told.stream().map(o -> String.valueOf(o.group())).collect(Collectors.toSet());
    groups.keySet().retainAll(needed);
  }
}
