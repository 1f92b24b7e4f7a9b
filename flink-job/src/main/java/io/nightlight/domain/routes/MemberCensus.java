package io.nightlight.domain.routes;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much depends on which session, over all shards: the latest that each shard told.
 *
 * <p>What a shard tells replaces what it told before, so its last word is kept as it came;
 * questions are rare, and answered by looking through all.
 */
public final class MemberCensus {
  private final TreeMap<Integer, ShardMembers> shards = new TreeMap<>();

  /** Takes in what a shard tells. */
  public void note(ShardMembers told) {
    shards.put(told.shard(), told);
  }

  /** Of how many prefixes the session is a member. */
  public long memberships(long sessionId) {
    long sum = 0;
    for (ShardMembers shard : shards.values()) {
      for (int place = 0; place < shard.sessionIds().length; place++) {
        if (shard.sessionIds()[place] == sessionId) {
          sum += shard.memberships()[place];
        }
      }
    }
    return sum;
  }

  /** The countries in which one of the sessions is a member of a prefix, in alphabetical order. */
  public TreeSet<String> countriesOf(Collection<Long> sessionIds) {
    TreeSet<String> countries = new TreeSet<>();
    Set<Long> sources = new HashSet<>(sessionIds);
    for (ShardMembers shard : shards.values()) {
      long[] asked = places(shard, sources);
      for (CountryMembers country : shard.countries()) {
        if (meet(asked, country.members())) {
          countries.add(country.country());
        }
      }
    }
    return countries;
  }

  /** Every country of which a shard has a prefix with members. */
  public TreeSet<String> countries() {
    TreeSet<String> countries = new TreeSet<>();
    for (ShardMembers shard : shards.values()) {
      shard.countries().forEach(country -> countries.add(country.country()));
    }
    return countries;
  }

  /** What each shard told last, by shard. */
  public Map<Integer, ShardMembers> told() {
    return shards;
  }

  private static long[] places(ShardMembers shard, Set<Long> sessionIds) {
    long[] places = new long[shard.sessionIds().length + 63 >>> 6];
    for (int place = 0; place < shard.sessionIds().length; place++) {
      if (sessionIds.contains(shard.sessionIds()[place])) {
        places[place >>> 6] |= 1L << place;
      }
    }
    return places;
  }

  private static boolean meet(long[] one, long[] other) {
    for (int word = 0; word < Math.min(one.length, other.length); word++) {
      if ((one[word] & other[word]) != 0) {
        return true;
      }
    }
    return false;
  }
}
