package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.abstains;
import static io.nightlight.operator.Minutes.announce;
import static io.nightlight.operator.Minutes.end;
import static io.nightlight.operator.Minutes.session;
import static io.nightlight.operator.Minutes.votes;
import static io.nightlight.operator.Minutes.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.ShardMembers;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackRoutesTest {
  private static final OutputTag<ShardMembers> MEMBERS =
      new OutputTag<>("shard-members", TypeInformation.of(ShardMembers.class));

  private static final String KP = "175.45.176.0/24";
  private static final Session[] PEERS = {
    session("rrc06", 1), session("rrc06", 2), session("rrc06", 3)
  };

  private Rehearsal<Integer, RouteBatch, CountryChange> operator = operator();

  TrackRoutesTest() throws Exception {}

  private static Rehearsal<Integer, RouteBatch, CountryChange> operator() throws Exception {
    CountryMap map = map();
    return new Rehearsal<>(
        () -> new TrackRoutes(MINUTE, map, MEMBERS),
        RouteBatch::shard,
        Types.INT,
        TypeInformation.of(CountryChange.class));
  }

  private static CountryMap map() {
    CountryMapBuilder builder = new CountryMapBuilder();
    builder.addIpv4Blocks("KP", Prefix.firstBlock(Prefix.parse("175.45.176.0/22")), 4);
    long first = Prefix.firstBlock(Prefix.parse("11.0.0.0/8"));
    builder.addIpv4Blocks("BE", first, 100);
    builder.addIpv4Blocks("NL", first + 100, 56);
    builder.addIpv4Blocks("BE", first + 156, 65_536 - 156);
    return builder.build("test");
  }

  private void allVote(long from) throws Exception {
    for (Session peer : PEERS) {
      operator.direct(votes(peer, from));
    }
  }

  private void announceAll(int minute, String prefix) throws Exception {
    for (Session peer : PEERS) {
      operator.tell(announce(peer, end(minute) - 30_000_000, prefix));
    }
  }

  private void withdrawAll(int minute, String prefix) throws Exception {
    for (Session peer : PEERS) {
      operator.tell(withdraw(peer, end(minute) - 30_000_000, prefix));
    }
  }

  @Test
  void aChangeIsToldWithItsWindowBeforeTheWatermark() throws Exception {
    allVote(end(1));
    announceAll(1, KP);
    assertThat(operator.order()).isEmpty();
    operator.pass(end(1));
    assertThat(operator.order())
        .containsExactly("CountryChange", "Watermark @ " + Ticks.timer(end(1)));
    assertThat(operator.hear(CountryChange.class))
        .containsExactly(
            CountryChange.of(
                "KP",
                end(1),
                new VisibilityChange(
                    Prefix.parse(KP),
                    Visibility.UNTRACKED,
                    Visibility.VISIBLE,
                    0,
                    PEERS.length,
                    PEERS.length,
                    0),
                Prefix.firstBlock(Prefix.parse(KP)),
                1));
  }

  @Test
  void p54EveryPartOfAPrefixIsToldToItsCountry() throws Exception {
    allVote(end(1));
    announceAll(1, "11.0.0.0/16");
    operator.pass(end(1));
    assertThat(operator.hear(CountryChange.class))
        .extracting(CountryChange::country, c -> c.routes().blockCount())
        .containsExactly(tuple("BE", 100L), tuple("NL", 56L), tuple("BE", 100L));
  }

  @Test
  void spaceThatIsNobodysIsToldToNobody() throws Exception {
    allVote(end(1));
    announceAll(1, "9.0.0.0/8");
    operator.pass(end(1));
    assertThat(operator.hear()).isEmpty();
  }

  @Test
  void aStandingHoldsFromItsWindowOnHoweverEarlyItCame() throws Exception {
    allVote(end(1));
    for (Session peer : PEERS) {
      operator.direct(abstains(peer, end(3)));
      operator.direct(votes(peer, end(5)));
    }
    announceAll(1, KP);
    operator.pass(end(8));
    assertThat(operator.hear(CountryChange.class))
        .extracting(CountryChange::windowEndMicros, c -> c.routes().change().after())
        .containsExactly(
            tuple(end(1), Visibility.VISIBLE),
            tuple(end(3), Visibility.UNKNOWN),
            tuple(end(5), Visibility.VISIBLE));
  }

  @Test
  void whatComesEarlyIsToldInItsOwnWindow() throws Exception {
    allVote(end(1));
    announceAll(4, KP);
    announceAll(2, "175.45.177.0/24");
    operator.pass(end(3));
    assertThat(operator.hear(CountryChange.class))
        .extracting(CountryChange::windowEndMicros)
        .containsExactly(end(2));
    operator.pass(end(4));
    assertThat(operator.hear(CountryChange.class))
        .extracting(CountryChange::windowEndMicros)
        .containsExactly(end(4));
  }

  @Test
  void aLateOperationCountsInTheOpenWindow() throws Exception {
    allVote(end(1));
    announceAll(1, KP);
    operator.pass(end(5));
    operator.hear();
    withdrawAll(3, KP);
    operator.pass(end(6));
    assertThat(operator.hear(CountryChange.class))
        .extracting(CountryChange::windowEndMicros, c -> c.routes().change().after())
        .containsExactly(tuple(end(6), Visibility.LOST));
  }

  @Test
  void p47WindowsOfAPauseAreSkipped() throws Exception {
    allVote(end(1));
    announceAll(1, KP);
    operator.pass(end(16));
    operator.direct(Directive.of(new Pause(end(1), end(17), end(100_000))));
    withdrawAll(100_000, KP);
    operator.hear();
    operator.pass(end(99_999));
    assertThat(operator.hear()).isEmpty();
    assertThat(operator.timers()).as("one for the shard").isEqualTo(1);
    operator.restore(2).pass(end(100_000));
    assertThat(operator.hear(CountryChange.class))
        .extracting(CountryChange::windowEndMicros, c -> c.routes().change().after())
        .containsExactly(tuple(end(100_000), Visibility.LOST));
  }

  @Test
  void afterTheEndNothingIsJudgedAndNoTimerIsLeft() throws Exception {
    allVote(end(1));
    announceAll(1, KP);
    withdrawAll(3, KP);
    operator.end(end(2));
    assertThat(operator.timers()).isZero();
    assertThat(operator.hear(CountryChange.class))
        .extracting(CountryChange::windowEndMicros)
        .containsExactly(end(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void killsAndOtherParallelismsChangeNothing(int parallelism) throws Exception {
    List<CountryChange> undisturbed = play(0);
    operator = operator();
    assertThat(Rehearsal.counted(play(parallelism)))
        .isEqualTo(Rehearsal.counted(undisturbed))
        .isNotEmpty();
    assertThat(operator.timers()).isZero();
  }

  private List<CountryChange> play(int parallelism) throws Exception {
    for (int minute = 1; minute <= 40; minute++) {
      for (int i = 0; i < 30; i++) {
        String prefix = "11." + (minute * 7 + i) % 40 + "." + i + ".0/24";
        Session peer = PEERS[(minute + i) % PEERS.length];
        long at = end(minute) - 1_000_000L * (i + 1);
        operator.tell(i % 3 == 0 ? withdraw(peer, at, prefix) : announce(peer, at, prefix));
        operator.tell(announce(peer, at + MINUTE, prefix));
      }
      Session peer = PEERS[minute % PEERS.length];
      operator.direct(
          minute % 5 == 4 ? abstains(peer, end(minute + 1)) : votes(peer, end(minute + 1)));
      if (parallelism > 0 && minute % 4 == 0) {
        operator.restore(minute % 8 == 0 ? 1 : parallelism);
      }
      operator.pass(end(minute));
    }
    operator.end(end(41));
    return operator.hear(CountryChange.class);
  }
}
