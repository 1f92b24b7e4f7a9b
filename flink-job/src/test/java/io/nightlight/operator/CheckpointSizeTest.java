package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import io.nightlight.job.JobConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A world of two shards and one country, as large as two of 512 shards and one of 240 countries are
 * when 60 sessions tell full tables of IPv4 and 45 of IPv6. Each lacks one in 67 prefixes, which is
 * worse than real ones are: those mostly lack the same.
 */
class CheckpointSizeTest {
  private static final long MINUTE = 60_000_000L;
  private static final long T0 = 1_760_000_000_000_000L / MINUTE * MINUTE;
  private static final int SHARDS = 2;
  private static final int SESSIONS = 105;
  private static final int IPV4_SESSIONS = 60;
  private static final int IPV4_PREFIXES = 2_030 * SHARDS;
  private static final int IPV6_PREFIXES = 450 * SHARDS;
  private static final int ORIGINS = 75_000;
  private static final int ONE_MISSING_OF = 67;

  private final SplittableRandom random = new SplittableRandom(20_141_222);
  private final List<Long> prefixes = prefixes();

  /** Where the prefixes of the whole world are; lengths are halfway realistic. */
  private List<Long> prefixes() {
    Set<Long> drawn = new LinkedHashSet<>();
    int[] lengths4 = {24, 24, 24, 24, 23, 22, 22, 20, 19, 16};
    while (drawn.size() < IPV4_PREFIXES) {
      drawn.add(Prefix.ipv4(random.nextInt(), lengths4[random.nextInt(lengths4.length)]));
    }
    int[] lengths6 = {48, 48, 48, 44, 40, 36, 32, 32, 29};
    while (drawn.size() < IPV4_PREFIXES + IPV6_PREFIXES) {
      long upper48 = 0x2000_0000_0000L | random.nextLong(1L << 45);
      drawn.add(Prefix.ipv6(upper48, lengths6[random.nextInt(lengths6.length)]));
    }
    return List.copyOf(drawn);
  }

  private static Session session(int number) {
    return Session.of("rrc%02d".formatted(number % 8), "192.0.2." + number, 60_000 + number);
  }

  private static IpFamily family(int number) {
    return number < IPV4_SESSIONS ? IpFamily.IPV4 : IpFamily.IPV6;
  }

  private static List<SessionStanding> standings() {
    return IntStream.range(0, SESSIONS)
        .mapToObj(
            i ->
                new SessionStanding(
                    session(i).id(),
                    family(i),
                    session(i).peerAsn(),
                    T0 + i % 5 * MINUTE,
                    Ballot.VOTES,
                    Long.MIN_VALUE,
                    0,
                    0,
                    0,
                    0,
                    SessionStanding.SEES))
        .toList();
  }

  /** All tables told, and three minutes of updates of which the last has not been settled. */
  private List<RouteShard> shards() {
    List<RouteShard> shards = new ArrayList<>();
    IntStream.range(0, SHARDS).forEach(i -> shards.add(new RouteShard(MINUTE)));
    int[] origins = random.ints(prefixes.size(), 200_000, 200_000 + ORIGINS).toArray();
    for (int number = 0; number < SESSIONS; number++) {
      for (int i = 0; i < prefixes.size(); i++) {
        boolean isTold = random.nextInt(ONE_MISSING_OF) > 0;
        if (isTold && IpFamily.of(prefixes.get(i)) == family(number)) {
          say(shards.get(i % SHARDS), number, T0 + i, prefixes.get(i), origins[i]);
        }
      }
    }
    Map<Long, SessionStanding> standings = new HashMap<>();
    standings().forEach(standing -> standings.put(standing.key(), standing));
    for (int minute = 1; minute <= 10; minute++) {
      for (RouteShard shard : shards) {
        shard.settle(T0 + minute * MINUTE, standings::get, change -> {});
      }
      for (int update = 0; update < prefixes.size() / 50; update++) {
        int i = random.nextInt(prefixes.size());
        int number = random.nextInt(IPV4_SESSIONS);
        long at = T0 + minute * MINUTE + random.nextLong(MINUTE);
        if (family(number) == IpFamily.of(prefixes.get(i))) {
          say(shards.get(i % SHARDS), number, at, prefixes.get(i), origins[i]);
        }
      }
    }
    return shards;
  }

  private static void say(RouteShard shard, int number, long at, long prefix, int origin) {
    Session session = session(number);
    long[] ops = OpWords.room(1);
    OpWords.put(ops, 0, at, at - T0, prefix, RouteOps.source(0, RouteOps.ANNOUNCE), origin);
    shard.accept(
        new RouteBatch(
            0,
            Long.MIN_VALUE,
            new long[] {session.id()},
            new long[] {session.peerAsn()},
            ops,
            RouteBatch.noPathIds()));
  }

  /** A country's prefixes lie close together; a tenth of the blocks has several covers. */
  private CountryMemory country() {
    CountryMemory memory = new CountryMemory();
    long block = 0x2D_0000;
    for (int i = 0; i < IPV4_PREFIXES; i++) {
      block += random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(32);
      appear(memory, Prefix.ipv4((int) (block << 8), random.nextInt(2) == 0 ? 24 : 22));
    }
    long upper48 = 0x2A02_0000_0000L;
    for (int i = 0; i < IPV6_PREFIXES; i++) {
      upper48 += random.nextLong(1L << 17);
      appear(memory, Prefix.ipv6(upper48, random.nextInt(2) == 0 ? 48 : 32));
    }
    for (int minute = 2; minute <= 60; minute++) {
      long end = T0 + minute * MINUTE;
      memory
          .judge(
              "FR", JobConfig.defaults().detection(), new Provenance("t", RunMode.REPLAY, "1", "m"))
          .judge(
              Micros.toInstant(end - MINUTE),
              Micros.toInstant(end),
              memory.readRoutes(end, family -> Electorate.of(standings(), family)));
    }
    return memory;
  }

  private static void appear(CountryMemory memory, long prefix) {
    memory.apply(
        CountryChange.of(
            "FR",
            T0 + MINUTE,
            new VisibilityChange(prefix, Visibility.UNTRACKED, Visibility.VISIBLE, 1, 60, 60, 0),
            Prefix.firstBlock(prefix),
            Prefix.blockCount(prefix)));
  }

  /** The whole job's checkpoint may take 40 bytes a prefix; there is more in it than these. */
  @Test
  void aPrefixTakesFewBytesOfACheckpoint() {
    long tables = 0;
    for (RouteShard shard : shards()) {
      assertThat(shard.table(IpFamily.IPV4).prefixes()).isEqualTo(IPV4_PREFIXES / SHARDS);
      assertThat(shard.table(IpFamily.IPV6).prefixes()).isEqualTo(IPV6_PREFIXES / SHARDS);
      tables += StateBytes.write(new RouteTableSerializer(), shard).length;
    }
    long country = StateBytes.write(new CountryMemorySerializer(), country()).length;
    assertThat((double) tables / prefixes.size()).as("tables").isBetween(8.0, 14.5);
    assertThat((double) country / prefixes.size()).as("country").isBetween(1.5, 3.0);
  }
}
