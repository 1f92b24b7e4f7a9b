package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.domain.probing.BlockBatchBuilder;
import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.probing.BlockState;
import io.nightlight.domain.probing.ProbingRules;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackBlocksTest {
  private static final long KP = Prefix.parse("175.45.176.0/24");
  private static final long BE = Prefix.parse("11.0.0.0/24");
  private static final long NOBODYS = Prefix.parse("12.0.0.0/24");
  private static final int VANTAGES = 4;

  private Rehearsal<Integer, BlockBatch, CountryChange> operator = operator();

  TrackBlocksTest() throws Exception {}

  private static Rehearsal<Integer, BlockBatch, CountryChange> operator() throws Exception {
    CountryMap map = map();
    return new Rehearsal<>(
        () -> new TrackBlocks(MINUTE, ProbingRules.defaults(), map),
        BlockBatch::shard,
        Types.INT,
        TypeInformation.of(CountryChange.class));
  }

  private static CountryMap map() {
    CountryMapBuilder builder = new CountryMapBuilder();
    builder.addIpv4Blocks("KP", Prefix.firstBlock(KP), 4);
    builder.addIpv4Blocks("BE", Prefix.firstBlock(BE), 256);
    return builder.build("test");
  }

  private static Vantage vantage(int number) {
    return Vantage.of("v" + number);
  }

  private static BlockBatch batch(int vantage, long at, long block, int replies, long passed) {
    BlockBatchBuilder builder = new BlockBatchBuilder(Shards.key(Shards.of(block)));
    builder.add(
        new ProbeObservation(
            vantage(vantage),
            at,
            new Target(block, 1),
            ProbeMethod.ICMP_ECHO,
            replies,
            1 - replies,
            0));
    return builder.take(passed);
  }

  /** What all vantages get in the middle of a minute. */
  private void all(int minute, long block, int replies) throws Exception {
    some(0, minute, block, replies);
  }

  private void some(int first, int minute, long block, int replies) throws Exception {
    for (int v = first; v < VANTAGES; v++) {
      operator.tell(batch(v, end(minute) - 30_000_000 + v, block, replies, Long.MIN_VALUE));
    }
  }

  private static Directive standing(int vantage, int minute, Sight sight, String... cutOff) {
    return Directive.of(
        List.of(new VantageStanding(vantage(vantage).id(), end(minute), sight, List.of(cutOff))));
  }

  private List<CountryChange> heard() throws Exception {
    return operator.hear(CountryChange.class);
  }

  private static CountryChange change(int minute, BlockState before, BlockState after) {
    return CountryChange.of("KP", end(minute), new BlockChange(KP, before, after));
  }

  @Test
  void aChangeIsToldToTheCountryWithItsWindowBeforeTheWatermark() throws Exception {
    all(1, KP, 1);
    assertThat(operator.order()).isEmpty();
    operator.pass(end(1));
    assertThat(operator.order())
        .containsExactly("CountryChange", "Watermark @ " + Ticks.timer(end(1)));
    assertThat(heard()).containsExactly(change(1, BlockState.UNTRACKED, BlockState.UP));
  }

  @Test
  void whatIsNobodysIsToldToNobody() throws Exception {
    all(1, NOBODYS, 1);
    operator.pass(end(30));
    assertThat(heard()).isEmpty();
  }

  /** A block is known to answer, up to the end of window 20. */
  private void answersFor20Minutes() throws Exception {
    for (int minute = 1; minute <= 20; minute++) {
      all(minute, KP, 1);
    }
    operator.pass(end(20));
    assertThat(heard()).hasSize(1);
  }

  @Test
  void silenceOfWhatAnsweredIsDownInItsOwnWindowHoweverEarlyItCame() throws Exception {
    answersFor20Minutes();
    all(24, KP, 1);
    all(22, KP, 0);
    operator.pass(end(21));
    assertThat(heard()).isEmpty();
    operator.pass(end(25));
    assertThat(heard())
        .containsExactly(
            change(22, BlockState.UP, BlockState.DOWN), change(24, BlockState.DOWN, BlockState.UP));
  }

  @Test
  void p1WithoutResultsABlockIsUnknownAfterTwoRounds() throws Exception {
    all(1, KP, 1);
    operator.pass(end(21));
    assertThat(heard()).hasSize(1);
    operator.restore(2).pass(end(60));
    assertThat(heard()).containsExactly(change(22, BlockState.UP, BlockState.UNKNOWN));
    assertThat(operator.timers()).as("the shard goes on").isEqualTo(1);
  }

  @Test
  void p31ResultsOfABlindVantageAreVoidFromItsWindowOn() throws Exception {
    answersFor20Minutes();
    for (int v = 0; v < VANTAGES; v++) {
      operator.direct(standing(v, 22, Sight.BLIND));
      operator.direct(standing(v, 24, Sight.SEES));
    }
    all(22, KP, 0);
    all(23, KP, 0);
    operator.pass(end(23));
    assertThat(heard()).isEmpty();
    all(24, KP, 0);
    operator.pass(end(24));
    assertThat(heard()).containsExactly(change(24, BlockState.UP, BlockState.DOWN));
  }

  @Test
  void p32SilencesBehindABrokenPathDoNotCountWhileAnotherVantageGetsThere() throws Exception {
    answersFor20Minutes();
    for (int v = 1; v < VANTAGES; v++) {
      operator.direct(standing(v, 22, Sight.SEES, "KP"));
    }
    some(1, 22, KP, 0);
    some(1, 23, KP, 0);
    operator.pass(end(23));
    assertThat(heard()).isEmpty();
    for (int v = 1; v < VANTAGES; v++) {
      operator.direct(standing(v, 24, Sight.SEES, "BE"));
    }
    all(24, KP, 0);
    operator.pass(end(24));
    assertThat(heard()).containsExactly(change(24, BlockState.UP, BlockState.DOWN));
  }

  @Test
  void whatIsLateIsDropped() throws Exception {
    answersFor20Minutes();
    all(19, KP, 0);
    operator.pass(end(24));
    assertThat(heard()).isEmpty();
  }

  /** As far as the input was, though this shard has never met anything. */
  @Test
  void whatIsLateForTheInputIsLateForANewShard() throws Exception {
    operator.tell(BlockBatch.wake(Shards.key(Shards.of(KP)), end(5)));
    for (int v = 0; v < VANTAGES; v++) {
      operator.tell(batch(v, end(3) - 30_000_000, KP, 1, end(5)));
    }
    operator.pass(end(9));
    assertThat(heard()).isEmpty();
    assertThat(operator.timers()).isEqualTo(1);
  }

  @Test
  void p47WindowsOfAPauseAreSkipped() throws Exception {
    all(1, KP, 1);
    operator.pass(end(16));
    operator.direct(Directive.of(new Pause(end(1), end(17), end(100_000))));
    all(100_000, KP, 1);
    heard();
    operator.pass(end(99_999));
    assertThat(heard()).isEmpty();
    assertThat(operator.timers()).isEqualTo(1);
    operator.restore(2).pass(end(100_000));
    assertThat(heard())
        .allMatch(c -> c.windowEndMicros() == end(100_000))
        .extracting(c -> c.block().after())
        .last()
        .isEqualTo(BlockState.UP);
  }

  @Test
  void afterTheEndNothingIsJudgedAndNoTimerIsLeft() throws Exception {
    all(1, KP, 1);
    all(3, KP, 0);
    operator.end(end(2));
    assertThat(operator.timers()).isZero();
    assertThat(heard()).containsExactly(change(1, BlockState.UNTRACKED, BlockState.UP));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void killsAndOtherParallelismsChangeNothing(int parallelism) throws Exception {
    List<CountryChange> undisturbed = play(0);
    operator = operator();
    assertThat(Rehearsal.counted(play(parallelism)))
        .isEqualTo(Rehearsal.counted(undisturbed))
        .hasSizeGreaterThan(50);
    assertThat(operator.timers()).isZero();
  }

  /** Blocks come and go, results lie ahead, and the instances are killed in the middle of it. */
  private List<CountryChange> play(int parallelism) throws Exception {
    for (int minute = 1; minute <= 50; minute++) {
      for (int i = 0; i < 24; i++) {
        long block = Prefix.parse("11.0." + i + ".0/24");
        boolean isDead = (minute + i) % 24 > 14 && minute > 5;
        all(minute, block, isDead ? 0 : 1);
        operator.tell(batch(9, end(minute + 1) - 5, block, isDead ? 0 : 1, Long.MIN_VALUE));
      }
      operator.direct(
          standing(minute % VANTAGES, minute + 1, minute % 3 == 0 ? Sight.BLIND : Sight.SEES));
      if (parallelism > 0 && minute % 4 == 0) {
        operator.restore(minute % 8 == 0 ? 1 : parallelism);
      }
      operator.pass(end(minute));
    }
    operator.end(end(90));
    return operator.hear(CountryChange.class);
  }
}
