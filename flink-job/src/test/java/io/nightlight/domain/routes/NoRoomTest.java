package io.nightlight.domain.routes;

import static io.nightlight.domain.routes.Scene.T0;
import static io.nightlight.domain.routes.Scene.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pitfall P64: who has no room in a table takes nothing from those who have. */
class NoRoomTest {
  private static final long NOW = Micros.of(T0) + 1;
  private static final long KNOWN = 1;
  private static final long STRANGER = SessionSlots.MOST + 1L;

  private static long prefix(IpFamily family, int number) {
    return family == IpFamily.IPV4
        ? Prefix.ipv4(0x0B00_0000 | number << 8, 24)
        : Prefix.ipv6(0x2000_0000_0000L | number, 48);
  }

  private static IpFamily other(IpFamily family) {
    return family == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4;
  }

  private static RouteBatch batch(long[] sessions, long[] ops, int[] pathIds) {
    return new RouteBatch(3, NOW - 1, sessions, sessions, ops, pathIds);
  }

  /** A table of one family that has no room left; the other is empty. */
  private static RouteShard full(IpFamily family) {
    RouteShard shard = new RouteShard(WINDOW);
    long[] sessions = LongStream.rangeClosed(1, SessionSlots.MOST).toArray();
    long[] ops = OpWords.room(sessions.length);
    for (int i = 0; i < sessions.length; i++) {
      OpWords.put(ops, i, NOW, i, prefix(family, 0), RouteOps.source(i, RouteOps.ANNOUNCE), 64_500);
    }
    assertThat(shard.accept(batch(sessions, ops, RouteBatch.noPathIds())).noRoom()).isZero();
    return shard;
  }

  @ParameterizedTest
  @EnumSource
  void p64OnlyTheStrangersOperationsOfTheFullFamilyAreDropped(IpFamily family) {
    RouteShard shard = full(family);
    long[] ops = OpWords.room(4);
    int known = RouteOps.source(0, RouteOps.ANNOUNCE);
    int stranger = RouteOps.source(1, RouteOps.ANNOUNCE);
    OpWords.put(ops, 0, NOW, 7, prefix(family, 1), stranger, 64_501);
    OpWords.put(ops, 1, NOW, 8, prefix(family, 2), known, 64_502);
    OpWords.put(ops, 2, NOW, 9, prefix(other(family), 3), stranger, 64_503);
    OpWords.put(ops, 3, NOW - 2, 10, prefix(family, 4), stranger, 64_504);

    RouteShard.Accepted accepted =
        shard.accept(batch(new long[] {KNOWN, STRANGER}, ops, RouteBatch.noPathIds()));

    assertThat(accepted).isEqualTo(new RouteShard.Accepted(Micros.of(T0) + WINDOW, 0, 2));
    List<VisibilityChange> told = new ArrayList<>();
    shard.settle(Micros.of(T0) + WINDOW, NoRoomTest::votes, told::add);
    assertThat(told)
        .filteredOn(change -> change.prefix() != prefix(family, 0))
        .extracting(VisibilityChange::prefix, VisibilityChange::originAsn)
        .containsExactlyInAnyOrder(
            tuple(prefix(family, 2), 64_502L), tuple(prefix(other(family), 3), 64_503L));
  }

  private static SessionStanding votes(long key) {
    return new SessionStanding(
        key < 0 ? ~key : key,
        key < 0 ? IpFamily.IPV6 : IpFamily.IPV4,
        key < 0 ? ~key : key,
        0,
        Ballot.VOTES,
        Long.MIN_VALUE,
        0,
        0,
        0,
        0,
        SessionStanding.SEES);
  }

  @Test
  void aBatchOfStrangersAloneLeavesNothing() {
    RouteShard shard = full(IpFamily.IPV4);
    long[] ops = OpWords.room(1);
    int source = RouteOps.source(0, RouteOps.ANNOUNCE);
    OpWords.put(ops, 0, NOW, 7, prefix(IpFamily.IPV4, 1), source, 64_501);

    assertThat(shard.accept(batch(new long[] {STRANGER}, ops, RouteBatch.noPathIds())))
        .isEqualTo(new RouteShard.Accepted(Long.MAX_VALUE, 0, 1));
  }
}
