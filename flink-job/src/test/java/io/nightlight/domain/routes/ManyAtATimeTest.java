package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that come in one batch say what they say one by one. */
class ManyAtATimeTest {
  private static final long WINDOW = 60_000_000L;
  private static final long BEGIN = 1_767_225_600_000_000L;
  private static final int OPERATIONS = 900;
  private static final int SESSIONS = 9;
  private static final long[] IDS = ids();

  private static long[] ids() {
    long[] ids = new long[SESSIONS];
    for (int i = 0; i < SESSIONS; i++) {
      ids[i] = 1_000L + 7 * i;
    }
    return ids;
  }

  private static RouteBatch batch(long passedMicros, long[] ops, int[] pathIds) {
    return new RouteBatch(0, passedMicros, IDS, IDS, ops, pathIds);
  }

  /** Of both families, several windows and all kinds, some late, in the order of neither. */
  private static long[] operations(Random random, int[] pathIds) {
    long[] ops = OpWords.room(OPERATIONS);
    for (int i = 0; i < OPERATIONS; i++) {
      int session = random.nextInt(SESSIONS);
      int kind = random.nextInt(10) == 0 ? RouteOps.RIB_ROW : random.nextInt(2);
      boolean isOfOnePath = pathIds.length > 0 && session % 3 == 0;
      pathIds(pathIds, i, isOfOnePath ? 1 + random.nextInt(3) : 0);
      int number = random.nextInt(12);
      OpWords.put(
          ops,
          i,
          BEGIN - WINDOW / 2 + random.nextLong(3 * WINDOW),
          kind == RouteOps.RIB_ROW ? BEGIN - 1 : random.nextInt(5),
          random.nextInt(3) == 0
              ? Prefix.ipv6(0x2000_0000_0000L | number, 48)
              : Prefix.ipv4(0x0B00_0000 | number << 8, 24),
          isOfOnePath ? RouteOps.sourceOfOnePath(session, kind) : RouteOps.source(session, kind),
          kind == RouteOps.WITHDRAW ? 0 : 64_500 + session % 4);
    }
    return ops;
  }

  private static void pathIds(int[] pathIds, int i, int pathId) {
    if (pathIds.length > 0) {
      pathIds[i] = pathId;
    }
  }

  private static List<VisibilityChange> settled(RouteShard shard) {
    List<VisibilityChange> told = new ArrayList<>();
    for (int window = 1; window <= 4; window++) {
      List<VisibilityChange> now = new ArrayList<>();
      shard.settle(BEGIN + window * WINDOW, ManyAtATimeTest::votes, now::add);
      now.sort(Comparator.comparing(VisibilityChange::prefix));
      told.addAll(now);
    }
    return told;
  }

  private static SessionStanding votes(long key) {
    long id = key < 0 ? ~key : key;
    return new SessionStanding(
        id,
        key < 0 ? IpFamily.IPV6 : IpFamily.IPV4,
        id,
        0,
        Ballot.VOTES,
        Long.MIN_VALUE,
        0,
        0,
        0,
        0,
        SessionStanding.SEES);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aBatchSaysWhatItsOperationsSay(long seed) {
    Random random = new Random(seed);
    int[] pathIds = new int[seed % 2 == 0 ? OPERATIONS : 0];
    long[] ops = operations(random, pathIds);
    RouteShard atOnce = new RouteShard(WINDOW);
    RouteShard oneByOne = new RouteShard(WINDOW);

    RouteShard.Accepted all = atOnce.accept(batch(BEGIN, ops, pathIds));

    int late = 0;
    long first = Long.MAX_VALUE;
    for (int i = 0; i < OPERATIONS; i++) {
      long[] one = OpWords.room(1);
      OpWords.copy(ops, i, one, 0);
      int[] path = pathIds.length == 0 ? pathIds : new int[] {pathIds[i]};
      RouteShard.Accepted accepted = oneByOne.accept(batch(BEGIN, one, path));
      late += accepted.late();
      first = Math.min(first, accepted.firstWindowEndMicros());
    }
    assertThat(all).isEqualTo(new RouteShard.Accepted(first, late, 0));
    assertThat(late).isPositive();
    List<VisibilityChange> told = settled(atOnce.copy());
    assertThat(told).hasSizeGreaterThan(24).isEqualTo(settled(oneByOne));
    assertThat(settled(RouteShard.restore(atOnce.snapshot()))).isEqualTo(told);
  }
}
