package io.nightlight.domain.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a shard has heard of, each with the bit that stands for it in the rows, and
 * what holds for each: who votes, and which sessions vote together because they are of one AS
 * (pitfall P18).
 */
public final class SessionSlots {
  /**
   * More than all collectors of the world have: each slot is three bits in every row, so that names
   * without end would be rows without end (pitfall P64).
   */
  static final int MOST = 1 << 12;

  /** Instead of a slot where none is left. */
  static final int NO_ROOM = -1;

  private int size;

  /** How many slots are not free. */
  private int taken;

  private long[] ids = new long[16];
  private long[] peerAsns = new long[16];
  private @Nullable SessionStanding[] standings = new SessionStanding[16];

  /** The slot + 1 by the session's id, open addressing; 0 where there is none. */
  private int[] index = new int[64];

  /** How often a session got a slot. */
  private int given;

  private boolean stale = true;
  private long[] voters = new long[0];
  private long[] alone = new long[0];
  private List<long[]> together = List.of();

  /** Seldom asked for, so not made before it is; null until then. */
  private @Nullable List<CollectorSlots> collectors;

  /**
   * The voting slots of one collector.
   *
   * @param alone those whose AS has no other slot of the collector
   * @param together for each AS with several of them, their bits
   */
  @SuppressWarnings("ArrayRecordComponent") // hot state, never compared
  record CollectorSlots(long[] alone, List<long[]> together) {}

  /** How many slots there are, free ones among them. */
  int size() {
    return size;
  }

  /** The slot of the session, or -1. */
  int find(long sessionId) {
    int mask = index.length - 1;
    int at = (int) sessionId & mask;
    while (index[at] != 0) {
      if (ids[index[at] - 1] == sessionId) {
        return index[at] - 1;
      }
      at = at + 1 & mask;
    }
    return -1;
  }

  private void reindex() {
    int capacity = 64;
    while (size * 2 > capacity) {
      capacity *= 2;
    }
    index = new int[capacity];
    for (int slot = 0; slot < size; slot++) {
      if (!isFree(slot)) {
        int at = (int) ids[slot] & capacity - 1;
        while (index[at] != 0) {
          at = at + 1 & capacity - 1;
        }
        index[at] = slot + 1;
      }
    }
  }

  /** The slot of the session, taken if need be; {@link #NO_ROOM} if there is none left. */
  int slotOf(long sessionId, long peerAsn) {
    int known = find(sessionId);
    if (known >= 0) {
      return known;
    }
    if (taken == MOST) {
      return NO_ROOM;
    }
    int slot = firstFree();
    if (slot == ids.length) {
      ids = Arrays.copyOf(ids, slot * 2);
      peerAsns = Arrays.copyOf(peerAsns, slot * 2);
      standings = Arrays.copyOf(standings, slot * 2);
    }
    ids[slot] = sessionId;
    peerAsns[slot] = peerAsn;
    size = Math.max(size, slot + 1);
    given++;
    taken++;
    reindex();
    stale = true;
    return slot;
  }

  private int firstFree() {
    int slot = taken == size ? size : 0;
    while (slot < size && !isFree(slot)) {
      slot++;
    }
    return slot;
  }

  /**
   * How often a session got a slot: another number says that there are sessions not known before.
   */
  int given() {
    return given;
  }

  boolean isFree(int slot) {
    return ids[slot] == 0;
  }

  /** Frees the slot for another session. */
  void retire(int slot) {
    taken--;
    ids[slot] = 0;
    peerAsns[slot] = 0;
    standings[slot] = null;
    stale = true;
  }

  long sessionId(int slot) {
    return ids[slot];
  }

  @Nullable SessionStanding standing(int slot) {
    return standings[slot];
  }

  void setStanding(int slot, SessionStanding standing) {
    standings[slot] = standing;
    stale = true;
  }

  void forgetStanding(int slot) {
    standings[slot] = null;
    stale = true;
  }

  /** One bit per slot that votes. */
  long[] voters() {
    refresh();
    return voters;
  }

  /** One bit per slot whose AS has no other slot here. */
  long[] alone() {
    refresh();
    return alone;
  }

  /** For each AS with several slots, their bits. */
  List<long[]> together() {
    refresh();
    return together;
  }

  /** The voting slots of each collector. */
  List<CollectorSlots> collectors() {
    refresh();
    List<CollectorSlots> known = collectors;
    if (known == null) {
      known = listCollectors();
      collectors = known;
    }
    return known;
  }

  private List<CollectorSlots> listCollectors() {
    int words = voters.length;
    Map<Long, Map<Long, long[]>> byCollector = new LinkedHashMap<>();
    for (int slot = 0; slot < size; slot++) {
      SessionStanding standing = standings[slot];
      if (standing != null && standing.votes()) {
        mark(
            slot,
            byCollector.computeIfAbsent(standing.collectorId(), id -> new LinkedHashMap<>()),
            words);
      }
    }
    List<CollectorSlots> each = new ArrayList<>();
    for (Map<Long, long[]> ofOne : byCollector.values()) {
      long[] aloneThere = new long[words];
      each.add(new CollectorSlots(aloneThere, separate(ofOne.values(), aloneThere)));
    }
    return each;
  }

  private void refresh() {
    int words = size + 63 >>> 6;
    if (!stale && voters.length == words) {
      return;
    }
    voters = new long[words];
    alone = new long[words];
    Map<Long, long[]> byAsn = new LinkedHashMap<>();
    collectors = null;
    for (int slot = 0; slot < size; slot++) {
      if (isFree(slot)) {
        continue;
      }
      SessionStanding standing = standings[slot];
      if (standing != null && standing.votes()) {
        voters[slot >>> 6] |= 1L << slot;
      }
      mark(slot, byAsn, words);
    }
    together = separate(byAsn.values(), alone);
    stale = false;
  }

  private void mark(int slot, Map<Long, long[]> byAsn, int words) {
    byAsn.computeIfAbsent(peerAsns[slot], asn -> new long[words])[slot >>> 6] |= 1L << slot;
  }

  /** Joins the sets of one slot in {@code single}; returns the others. */
  private static List<long[]> separate(Collection<long[]> sets, long[] single) {
    List<long[]> several = new ArrayList<>();
    for (long[] set : sets) {
      if (Arrays.stream(set).map(Long::bitCount).sum() > 1) {
        several.add(set);
      } else {
        for (int w = 0; w < single.length; w++) {
          single[w] |= set[w];
        }
      }
    }
    return several;
  }

  /** Slot by slot; a free slot has the id 0; a standing is null where none has been heard of. */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(long[] ids, long[] peerAsns, @Nullable SessionStanding[] standings) {}

  Columns columns() {
    return new Columns(
        Arrays.copyOf(ids, size), Arrays.copyOf(peerAsns, size), Arrays.copyOf(standings, size));
  }

  static SessionSlots of(Columns columns) {
    SessionSlots slots = new SessionSlots();
    int count = columns.ids().length;
    slots.ids = Arrays.copyOf(columns.ids(), Math.max(16, count));
    slots.peerAsns = Arrays.copyOf(columns.peerAsns(), slots.ids.length);
    slots.standings = Arrays.copyOf(columns.standings(), slots.ids.length);
    slots.size = count;
    for (int slot = 0; slot < count; slot++) {
      if (columns.ids()[slot] != 0) {
        slots.taken++;
      }
    }
    slots.reindex();
    return slots;
  }
}
