package io.nightlight.domain.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a shard has heard of, each with the bit that stands for it in the rows, and
 * what holds for each: who votes, and which sessions vote together because they are of one AS
 * (pitfall P18).
 */
final class SessionSlots {
  private int size;
  private long[] ids = new long[16];
  private long[] peerAsns = new long[16];
  private @Nullable SessionStanding[] standings = new SessionStanding[16];
  private final Map<Long, Integer> slots = new HashMap<>();

  private boolean stale = true;
  private long[] voters = new long[0];
  private long[] alone = new long[0];
  private List<long[]> together = List.of();

  int size() {
    return size;
  }

  int slotOf(long sessionId, long peerAsn) {
    Integer known = slots.get(sessionId);
    if (known != null) {
      return known;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
      peerAsns = Arrays.copyOf(peerAsns, size * 2);
      standings = Arrays.copyOf(standings, size * 2);
    }
    ids[size] = sessionId;
    peerAsns[size] = peerAsn;
    slots.put(sessionId, size);
    stale = true;
    return size++;
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

  private void refresh() {
    int words = size + 63 >>> 6;
    if (!stale && voters.length == words) {
      return;
    }
    voters = new long[words];
    alone = new long[words];
    Map<Long, long[]> byAsn = new HashMap<>();
    List<long[]> inSlotOrder = new ArrayList<>();
    for (int slot = 0; slot < size; slot++) {
      SessionStanding standing = standings[slot];
      if (standing != null && standing.votes()) {
        voters[slot >>> 6] |= 1L << slot;
      }
      long[] mask = byAsn.get(peerAsns[slot]);
      if (mask == null) {
        mask = new long[words];
        byAsn.put(peerAsns[slot], mask);
        inSlotOrder.add(mask);
      }
      mask[slot >>> 6] |= 1L << slot;
    }
    List<long[]> several = new ArrayList<>();
    for (long[] mask : inSlotOrder) {
      if (Arrays.stream(mask).map(Long::bitCount).sum() > 1) {
        several.add(mask);
      } else {
        for (int w = 0; w < words; w++) {
          alone[w] |= mask[w];
        }
      }
    }
    together = several;
    stale = false;
  }

  /** Slot by slot; a standing is null where none has been heard of. */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  record Columns(long[] ids, long[] peerAsns, @Nullable SessionStanding[] standings) {}

  Columns columns() {
    return new Columns(
        Arrays.copyOf(ids, size), Arrays.copyOf(peerAsns, size), Arrays.copyOf(standings, size));
  }

  static SessionSlots of(Columns columns) {
    SessionSlots slots = new SessionSlots();
    for (int i = 0; i < columns.ids().length; i++) {
      int slot = slots.slotOf(columns.ids()[i], columns.peerAsns()[i]);
      slots.standings[slot] = columns.standings()[i];
    }
    return slots;
  }
}
