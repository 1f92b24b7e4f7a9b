package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.routes.CountryMembers;
import io.nightlight.domain.routes.ShardMembers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TellBlindnessTest {
  private static final int LEAST = 1_000;

  private KeyedTwoInputStreamOperatorTestHarness<
          String, MeasurementDraft, ShardMembers, MeasurementEvent>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, MeasurementDraft, ShardMembers, MeasurementEvent>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new TellBlindness(LEAST)),
        draft -> TellBlindness.ALL,
        members -> TellBlindness.ALL,
        Types.STRING);
  }

  private void restore() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
  }

  /** What has been told since the last call. */
  private List<MeasurementEvent> hear() {
    List<MeasurementEvent> told = new ArrayList<>(harness.extractOutputValues());
    harness.getOutput().clear();
    return told;
  }

  private void pass(int minute) throws Exception {
    harness.processBothWatermarks(new Watermark(Ticks.timer(end(minute))));
  }

  private void drafts(MeasurementDraft... drafts) throws Exception {
    for (MeasurementDraft draft : drafts) {
      harness.processElement1(draft, 0);
    }
  }

  private void members(int minute, int shard, int[] memberships, CountryMembers... countries)
      throws Exception {
    long[] ids = new long[memberships.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i;
    }
    harness.processElement2(
        new ShardMembers(shard, end(minute), ids, memberships, List.of(countries)), 0);
  }

  private static CountryMembers country(String code, long members) {
    return new CountryMembers(code, new long[] {members});
  }

  private static Instant at(int minute) {
    return Micros.toInstant(end(minute));
  }

  private static MeasurementDraft lost(ScopeKind kind, String scope, int minute, Long... ids) {
    return new MeasurementDraft(
        MeasurementEvent.degraded(kind, scope, Reason.SESSIONS_LOST, at(minute - 1), at(minute)),
        List.of(ids));
  }

  private static MeasurementDraft back(
      ScopeKind kind, String scope, int lostAt, int minute, Long... ids) {
    return new MeasurementDraft(
        MeasurementEvent.restored(
            kind,
            scope,
            Reason.SESSIONS_LOST,
            at(lostAt - 1),
            Micros.toInstant(end(minute) - MINUTE),
            at(minute)),
        List.of(ids));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # scope, memberships of the session in two shards, is it told?
          SESSION,    999, 0,    false
          SESSION,    500, 500,  true
          COLLECTOR,  0,   0,    true
          WHOLE_FEED, 0,   0,    true
          """)
  void onlyWhatMattersIsTold(ScopeKind kind, int first, int second, boolean isTold)
      throws Exception {
    members(1, 1, new int[] {first});
    members(1, 2, new int[] {second});
    drafts(lost(kind, "a", 1, 0L));
    pass(1);
    drafts(back(kind, "a", 1, 4, 0L));
    pass(4);
    List<MeasurementEvent> told = hear();
    assertThat(told).hasSize(isTold ? 2 : 0);
  }

  @Test
  void whatShardsTellInTheWindowCountsAndWhatTheyTellLaterDoesNot() throws Exception {
    drafts(lost(ScopeKind.SESSION, "a", 2, 0L), lost(ScopeKind.SESSION, "b", 2, 1L));
    members(3, 1, new int[] {5_000, 5_000}, country("FR", 3));
    members(2, 1, new int[] {5_000, 0}, country("KP", 1), country("FR", 2));
    pass(1);
    assertThat(hear()).isEmpty();
    pass(2);
    assertThat(hear())
        .extracting(MeasurementEvent::scope, MeasurementEvent::affectedCountries)
        .containsExactly(tuple("a", List.of("KP")));
  }

  @Test
  void emptyStandsForAllCountries() throws Exception {
    members(1, 1, new int[] {5_000, 5_000}, country("KP", 3), country("FR", 2));
    drafts(
        lost(ScopeKind.COLLECTOR, "a", 1, 0L),
        lost(ScopeKind.COLLECTOR, "b", 1, 0L, 1L),
        lost(ScopeKind.WHOLE_FEED, "all", 1));
    pass(1);
    assertThat(hear())
        .extracting(MeasurementEvent::scope, MeasurementEvent::affectedCountries)
        .containsExactly(tuple("a", List.of("KP")), tuple("b", List.of()), tuple("all", List.of()));
  }

  @Test
  void aSpellEndsWithTheCountriesThatItWasToldWithAndOnlyOnce() throws Exception {
    members(1, 1, new int[] {5_000}, country("KP", 1), country("FR", 0));
    drafts(lost(ScopeKind.SESSION, "a", 1, 0L));
    pass(1);
    members(2, 1, new int[] {3}, country("FR", 1), country("KP", 0));
    restore();
    drafts(back(ScopeKind.SESSION, "a", 1, 3, 0L));
    pass(3);
    drafts(back(ScopeKind.SESSION, "a", 1, 4, 0L));
    pass(4);
    assertThat(hear())
        .extracting(MeasurementEvent::kind, MeasurementEvent::affectedCountries)
        .containsExactly(tuple(Kind.RESTORED, List.of("KP")));
  }

  @Test
  void anEndComesBeforeTheNextBeginning() throws Exception {
    drafts(lost(ScopeKind.COLLECTOR, "a", 1));
    pass(1);
    drafts(lost(ScopeKind.COLLECTOR, "a", 3), back(ScopeKind.COLLECTOR, "a", 1, 3));
    pass(3);
    assertThat(hear())
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED, Kind.RESTORED, Kind.DEGRADED);
  }

  @Test
  void theOrderOfArrivalAndKillsChangeNothing() throws Exception {
    List<MeasurementEvent> straight = play(new Random(1), 0);
    assertThat(straight).hasSize(2 * 3 * 4);
    for (int seed = 2; seed < 6; seed++) {
      close();
      open();
      assertThat(play(new Random(seed), seed)).isEqualTo(straight);
    }
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  private List<MeasurementEvent> play(Random random, int kills) throws Exception {
    List<MeasurementEvent> told = new ArrayList<>();
    for (int minute = 1; minute <= 12; minute += 3) {
      List<MeasurementDraft> drafts = new ArrayList<>();
      for (String scope : List.of("c", "a", "b")) {
        drafts.add(lost(ScopeKind.COLLECTOR, scope, minute, (long) minute % 4));
        drafts.add(back(ScopeKind.COLLECTOR, scope, minute, minute + 2, (long) minute % 4));
      }
      Collections.shuffle(drafts, random);
      members(minute, minute, new int[] {1, 1, 1, 1}, country("FR", minute), country("KP", 4));
      drafts(drafts.toArray(MeasurementDraft[]::new));
      if (kills > 0 && minute % kills == 1) {
        told.addAll(hear());
        restore();
      }
      pass(minute);
      pass(minute + 2);
    }
    told.addAll(hear());
    return told;
  }
}
