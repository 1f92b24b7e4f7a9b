package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import java.util.Arrays;
import java.util.List;

/** One shard of the routing tables: a table for each address family. */
public final class RouteShard {
  private static final long HOUR_MICROS = 3_600_000_000L;

  private static final int NOT_MET = -2;

  private final RouteTable ipv4;
  private final RouteTable ipv6;

  /**
   * @param windowMicros the length of a window in microseconds; windows start at multiples of it
   *     since 1970
   */
  public RouteShard(long windowMicros) {
    this(new RouteTable(windowMicros, IpFamily.IPV4), new RouteTable(windowMicros, IpFamily.IPV6));
  }

  private RouteShard(RouteTable ipv4, RouteTable ipv6) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  /** The table of a family. */
  public RouteTable table(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : ipv6;
  }

  /**
   * What became of a batch.
   *
   * @param firstWindowEndMicros the end of the first window in which any of it counts; {@link
   *     Long#MAX_VALUE} if it was empty
   * @param late how many operations came after their window was settled
   * @param noRoom how many were of sessions beyond those that a table has room for; they are
   *     dropped
   */
  public record Accepted(long firstWindowEndMicros, int late, int noRoom) {}

  /**
   * Takes in a batch of operations, in any order; those of one address family had better lie side
   * by side.
   */
  public Accepted accept(RouteBatch batch) {
    int[] slots4 = noneMet(batch);
    int[] slots6 = noneMet(batch);
    long first = Long.MAX_VALUE;
    int late = 0;
    int noRoom = 0;
    int next = 0;
    while (next < batch.size()) {
      IpFamily family = IpFamily.of(batch.prefix(next));
      RouteTable table = table(family);
      int[] slots = family == IpFamily.IPV4 ? slots4 : slots6;
      int end = next;
      while (end < batch.size()
          && IpFamily.of(batch.prefix(end)) == family
          && hasRoom(batch, end, table, slots)) {
        late += table.isLate(batch.timeMicros(end), batch.passedMicros()) ? 1 : 0;
        end++;
      }
      if (end == next) {
        noRoom++;
        next++;
      } else {
        first = Math.min(first, table.accept(batch, next, end, slots));
        next = end;
      }
    }
    return new Accepted(first, late, noRoom);
  }

  /** Whether the operation's session has a slot in its table. */
  private static boolean hasRoom(RouteBatch batch, int i, RouteTable table, int[] slots) {
    int teller = RouteOps.place(batch.source(i));
    if (slots[teller] == NOT_MET) {
      slots[teller] = table.slotOf(batch.sessionIds()[teller], batch.peerAsns()[teller]);
    }
    return slots[teller] != SessionSlots.NO_ROOM;
  }

  private static int[] noneMet(RouteBatch batch) {
    int[] slots = new int[batch.sessionIds().length];
    Arrays.fill(slots, NOT_MET);
    return slots;
  }

  /** See {@link RouteTable#settle}. */
  public void settle(long windowEndMicros, Standings standings, VisibilityListener listener) {
    ipv4.settle(windowEndMicros, standings, listener);
    ipv6.settle(windowEndMicros, standings, listener);
  }

  /** See {@link RouteTable#tellAll}. */
  public void tellAll(VisibilityListener listener) {
    ipv4.tellAll(listener);
    ipv6.tellAll(listener);
  }

  /**
   * Whether it is time to tell who is a member of what: there can be other members than when they
   * were last told, and either others vote or a full hour has passed.
   */
  public boolean shouldTellMembers() {
    boolean isFullHour = Math.floorMod(ipv4.settledUntilMicros(), HOUR_MICROS) == 0;
    return (ipv4.membersMayDiffer() || ipv6.membersMayDiffer())
        && (isFullHour || ipv4.votersDiffer() || ipv6.votersDiffer());
  }

  /**
   * Who is a member of what.
   *
   * @param shard the shard's key
   */
  public ShardMembers tellMembers(int shard, CountriesOf countries) {
    MemberTally tally = new MemberTally(countries);
    for (RouteTable table : List.of(ipv4, ipv6)) {
      tally.count(table);
      table.membersAreTold();
    }
    return tally.told(shard, ipv4.settledUntilMicros());
  }

  /**
   * All that there is to know of a shard.
   *
   * @param ipv4 its table of IPv4 routes
   * @param ipv6 its table of IPv6 routes
   */
  public record Snapshot(RouteTable.Snapshot ipv4, RouteTable.Snapshot ipv6) {}

  /** Shares nothing with the shard. */
  public Snapshot snapshot() {
    return new Snapshot(ipv4.snapshot(), ipv6.snapshot());
  }

  /** A shard that goes its own way from here. */
  public RouteShard copy() {
    return new RouteShard(ipv4.copy(), ipv6.copy());
  }

  /** The shard that a snapshot was taken of; takes the snapshot's columns over. */
  public static RouteShard restore(Snapshot snapshot) {
    return new RouteShard(RouteTable.restore(snapshot.ipv4()), RouteTable.restore(snapshot.ipv6()));
  }
}
