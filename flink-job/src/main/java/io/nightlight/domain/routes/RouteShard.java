package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import java.util.Arrays;
import java.util.BitSet;
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

  /** Takes in a batch of operations, in any order, and keeps it: nobody may change it any more. */
  public Accepted accept(RouteBatch batch) {
    int[] slots4 = new int[batch.sessionIds().length];
    int[] slots6 = new int[batch.sessionIds().length];
    Arrays.fill(slots4, NOT_MET);
    Arrays.fill(slots6, NOT_MET);
    BitSet withoutRoom = new BitSet();
    int ofIpv6 = 0;
    int late = 0;
    for (int i = 0; i < batch.size(); i++) {
      int teller = RouteOps.place(batch.source(i));
      boolean isIpv6 = IpFamily.of(batch.prefix(i)) == IpFamily.IPV6;
      RouteTable table = isIpv6 ? ipv6 : ipv4;
      int[] slots = isIpv6 ? slots6 : slots4;
      if (slots[teller] == NOT_MET) {
        slots[teller] = table.slotOf(batch.sessionIds()[teller], batch.peerAsns()[teller]);
      }
      if (slots[teller] == SessionSlots.NO_ROOM) {
        withoutRoom.set(i);
        continue;
      }
      ofIpv6 += isIpv6 ? 1 : 0;
      late += table.isLate(batch.timeMicros(i), batch.passedMicros()) ? 1 : 0;
    }
    RouteBatch counting = withoutRoom.isEmpty() ? batch : batch.without(withoutRoom);
    long first = Long.MAX_VALUE;
    if (ofIpv6 < counting.size()) {
      first = ipv4.accept(counting, slots4, late > 0);
    }
    if (ofIpv6 > 0) {
      first = Math.min(first, ipv6.accept(counting, slots6, late > 0));
    }
    return new Accepted(first, late, withoutRoom.cardinality());
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
