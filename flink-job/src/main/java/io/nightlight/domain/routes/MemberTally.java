package io.nightlight.domain.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts who is a member of what, table by table. */
final class MemberTally {
  private final CountriesOf countriesOf;
  private final Map<Long, Integer> places = new HashMap<>();
  private final List<Long> sessionIds = new ArrayList<>();
  private int[] memberships = new int[16];
  private final TreeMap<String, long[]> members = new TreeMap<>();

  MemberTally(CountriesOf countriesOf) {
    this.countriesOf = countriesOf;
  }

  void count(RouteTable table) {
    PrefixRows rows = table.rows();
    int[] bySlot = new int[64 * rows.words()];
    Map<String, long[]> slots = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.members().isEmpty(row)) {
        continue;
      }
      for (int w = 0; w < rows.words(); w++) {
        for (long left = rows.members().word(row, w); left != 0; left &= left - 1) {
          bySlot[64 * w + Long.numberOfTrailingZeros(left)]++;
        }
      }
      int at = row;
      countriesOf.forEach(
          rows.prefix(row),
          country -> {
            long[] bits = slots.computeIfAbsent(country, c -> new long[rows.words()]);
            for (int w = 0; w < bits.length; w++) {
              bits[w] |= rows.members().word(at, w);
            }
          });
    }
    take(table.slots(), bySlot, slots);
  }

  /** Sessions have other slots in each table; here each has one place. */
  private void take(SessionSlots slots, int[] bySlot, Map<String, long[]> bits) {
    int[] placeOf = new int[bySlot.length];
    for (int slot = 0; slot < slots.size(); slot++) {
      if (bySlot[slot] > 0) {
        placeOf[slot] = placeOf(slots.sessionId(slot));
        memberships[placeOf[slot]] += bySlot[slot];
      }
    }
    bits.forEach(
        (country, words) -> {
          long[] known = members.getOrDefault(country, new long[0]);
          long[] all = Arrays.copyOf(known, sessionIds.size() + 63 >>> 6);
          for (int slot = 0; slot < slots.size(); slot++) {
            if ((words[slot >>> 6] >>> slot & 1) != 0) {
              all[placeOf[slot] >>> 6] |= 1L << placeOf[slot];
            }
          }
          members.put(country, all);
        });
  }

  private int placeOf(long sessionId) {
    return places.computeIfAbsent(
        sessionId,
        id -> {
          sessionIds.add(id);
          memberships = Arrays.copyOf(memberships, Math.max(16, 2 * sessionIds.size()));
          return sessionIds.size() - 1;
        });
  }

  ShardMembers told(int shard, long windowEndMicros) {
    List<CountryMembers> countries = new ArrayList<>();
    members.forEach((country, bits) -> countries.add(new CountryMembers(country, bits)));
    return new ShardMembers(
        shard,
        windowEndMicros,
        sessionIds.stream().mapToLong(id -> id).toArray(),
        Arrays.copyOf(memberships, sessionIds.size()),
        countries);
  }
}
