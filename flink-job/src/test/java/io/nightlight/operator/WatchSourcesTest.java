package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.end;
import static io.nightlight.operator.Minutes.observed;
import static io.nightlight.operator.Minutes.session;
import static io.nightlight.operator.Minutes.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.WatchRules;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchSourcesTest {
  private static final OutputTag<MeasurementDraft> DRAFTS =
      new OutputTag<>("measurement-drafts", TypeInformation.of(MeasurementDraft.class));
  private static final List<String> COLLECTORS = List.of("rrc00", "rrc06", "route-views2");
  private static final int PEERS = 5;

  private Rehearsal<String, SessionSummary, Directive> operator = operator();

  WatchSourcesTest() throws Exception {}

  private static Rehearsal<String, SessionSummary, Directive> operator() throws Exception {
    return new Rehearsal<>(
        () -> new WatchSources(MINUTE, WatchRules.defaults(), DRAFTS),
        summary -> summary.session().collector(),
        Types.STRING,
        TypeInformation.of(Directive.class),
        DRAFTS);
  }

  /** All sessions of a collector say something in the window that ends then. */
  private void talk(String collector, int minute) throws Exception {
    for (int peer = 0; peer < PEERS; peer++) {
      for (int second = 0; second < 60; second += 6) {
        long at = end(minute) - MINUTE + second * 1_000_000L;
        operator.tell(summary(BgpEvent.UPDATE, session(collector, peer), at));
      }
    }
  }

  private void talkAndPass(String collector, int from, int to) throws Exception {
    for (int minute = from; minute <= to; minute++) {
      talk(collector, minute);
      operator.pass(end(minute));
    }
  }

  private static List<SessionStanding> standings(List<?> heard) {
    return heard.stream()
        .filter(Directive.class::isInstance)
        .map(directive -> ((Directive) directive).standing())
        .toList();
  }

  @Test
  void aStandingIsToldBeforeTheWatermarkOfTheWindowFromWhichItHolds() throws Exception {
    operator.tell(summary(BgpEvent.UPDATE, session("rrc06", 1), end(1) - 5));
    operator.pass(end(1));
    assertThat(operator.order()).containsExactly("Directive", "Watermark @ " + Ticks.timer(end(1)));
    assertThat(standings(operator.hear()))
        .extracting(SessionStanding::effectiveAtMicros, SessionStanding::votes)
        .containsExactly(tuple(end(1), false));
  }

  @Test
  void onlyWhatChangesIsTold() throws Exception {
    talkAndPass("rrc06", 1, 60);
    assertThat(standings(operator.hear()))
        .extracting(SessionStanding::votes)
        .containsOnly(true, false)
        .hasSize(2 * PEERS);
  }

  @Test
  void p12ACollectorThatLosesAllItsSessionsAtOnceIsOneMeasurementEvent() throws Exception {
    talkAndPass("rrc06", 1, 20);
    operator.hear();
    talk("rrc06", 21);
    for (int peer = 0; peer < PEERS; peer++) {
      operator.tell(summary(BgpEvent.PEER_DOWN, session("rrc06", peer), end(21) - 1_000));
    }
    operator.pass(end(21));
    List<Object> heard = operator.hear();
    assertThat(standings(heard.stream().filter(Directive.class::isInstance).toList()))
        .hasSize(PEERS)
        .noneMatch(SessionStanding::votes)
        .allMatch(is -> is.collectorId() == session("rrc06", 0).collectorId())
        .extracting(SessionStanding::blindSinceMicros)
        .allMatch(since -> since > end(20) && since < end(21));
    assertThat(measurements(heard))
        .extracting(MeasurementEvent::kind, MeasurementEvent::reason, MeasurementEvent::scope)
        .containsExactly(tuple(Kind.DEGRADED, Reason.SESSIONS_LOST, "rrc06"));
    for (int minute = 22; minute < 30; minute++) {
      operator.pass(end(minute));
    }
    assertThat(operator.hear()).isEmpty();
    operator.tell(summary(BgpEvent.PEER_UP, session("rrc06", 1), end(30) - 7_000));
    operator.pass(end(30));
    MeasurementEvent restored = measurements(operator.hear()).get(0);
    assertThat(restored.kind()).isEqualTo(Kind.RESTORED);
    assertThat(restored.eventId()).isEqualTo(measurements(heard).get(0).eventId());
  }

  @Test
  void aSessionThatADumpNamesAndThatNeverSpokeIsNoVoterAndNoMember() throws Exception {
    operator.tell(summary(BgpEvent.UPDATE, session("rrc06", 1), end(1) - 5));
    operator.tell(summary(BgpEvent.RIB_END, session("rrc06", 2), end(1) - 5));
    operator.pass(end(30));
    assertThat(standings(operator.hear()))
        .extracting(SessionStanding::sessionId)
        .containsOnly(session("rrc06", 1).id());
  }

  @Test
  void p13ACollectorThatFallsSilentLosesItsVotesAndSaysSoOnce() throws Exception {
    talkAndPass("rrc06", 1, 20);
    operator.hear();
    for (int minute = 21; minute < 140; minute++) {
      operator.pass(end(minute));
    }
    List<Object> heard = operator.hear();
    assertThat(standings(heard))
        .hasSize(PEERS)
        .noneMatch(SessionStanding::votes)
        .extracting(SessionStanding::effectiveAtMicros)
        .containsOnly(end(25));
    assertThat(measurements(heard))
        .extracting(MeasurementEvent::kind, MeasurementEvent::reason)
        .containsExactly(tuple(Kind.DEGRADED, Reason.SILENCE));
    talkAndPass("rrc06", 140, 140);
    List<Object> back = operator.hear();
    assertThat(standings(back)).hasSize(PEERS).allMatch(SessionStanding::votes);
    assertThat(measurements(back))
        .extracting(MeasurementEvent::kind, MeasurementEvent::eventId)
        .containsExactly(tuple(Kind.RESTORED, measurements(heard).get(0).eventId()));
  }

  @Test
  void p62WhoLosesItsVoteByBlindnessSaysOnceSinceWhen() throws Exception {
    talkAndPass("rrc06", 1, 20);
    assertThat(standings(operator.hear()))
        .extracting(SessionStanding::blindSinceMicros)
        .containsOnly(SessionStanding.SEES);
    operator.restore(2);
    for (int minute = 21; minute < 140; minute++) {
      operator.pass(end(minute));
    }
    assertThat(standings(operator.hear().stream().filter(Directive.class::isInstance).toList()))
        .hasSize(PEERS)
        .noneMatch(SessionStanding::votes)
        .extracting(SessionStanding::blindSinceMicros)
        .allMatch(since -> since > end(19) && since <= end(20));
  }

  @Test
  void p13ACollectorThatGoesOnKeepsItsVotes() throws Exception {
    for (int minute = 1; minute <= 60; minute++) {
      talk("rrc00", minute);
      if (minute <= 20) {
        talk("rrc06", minute);
      }
      operator.pass(end(minute));
    }
    List<Object> heard = operator.hear();
    assertThat(measurements(heard)).extracting(MeasurementEvent::scope).containsExactly("rrc06");
    assertThat(standings(heard)).hasSize(2 * PEERS + 3 * PEERS);
  }

  @Test
  void p47WindowsOfAPauseAreSkippedAndCostNobodyItsVote() throws Exception {
    talkAndPass("rrc06", 1, 20);
    operator.hear();
    Pause pause = new Pause(end(20), end(36), end(100_000));
    for (int minute = 21; minute <= 35; minute++) {
      operator.pass(end(minute));
    }
    List<Object> before = operator.hear();
    assertThat(measurements(before))
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED);
    operator.direct(Directive.of(pause));
    talk("rrc06", 100_000);
    operator.pass(end(99_999));
    assertThat(operator.hear()).as("nothing is judged within the pause").isEmpty();
    assertThat(operator.timers()).isEqualTo(1);
    operator.restore(1);
    operator.pass(end(100_000));
    List<Object> after = operator.hear();
    assertThat(standings(after)).hasSize(PEERS).allMatch(SessionStanding::votes);
    assertThat(measurements(after))
        .extracting(MeasurementEvent::kind, MeasurementEvent::eventId)
        .containsExactly(tuple(Kind.RESTORED, measurements(before).get(0).eventId()));
  }

  @Test
  void p28EachFamilyThatASessionSpeaksOfHasItsOwnStanding() throws Exception {
    Session both = session("rrc06", 1);
    Session ipv4 = session("rrc06", 2);
    operator.tell(summary(observed(BgpEvent.UPDATE, both, end(1) - 50, "175.45.176.0/24")));
    operator.tell(summary(observed(BgpEvent.UPDATE, both, end(1) - 40, "2a00:1450::/32")));
    operator.tell(summary(observed(BgpEvent.UPDATE, ipv4, end(1) - 40, "175.45.176.0/24")));
    operator.pass(end(4));
    assertThat(standings(operator.hear()))
        .filteredOn(SessionStanding::votes)
        .extracting(SessionStanding::sessionId, SessionStanding::family)
        .containsExactlyInAnyOrder(
            tuple(both.id(), IpFamily.IPV4),
            tuple(both.id(), IpFamily.IPV6),
            tuple(ipv4.id(), IpFamily.IPV4));
  }

  @Test
  void p64ASessionThatIsGoneForGoodIsToldOnceAndForgotten() throws Exception {
    talkAndPass("rrc06", 1, 20);
    operator.tell(summary(BgpEvent.PEER_DOWN, session("rrc06", 0), end(21) - 9));
    operator.pass(end(21));
    int day = 24 * 60;
    Session other = session("rrc06", 1);
    for (int hour = 22; hour < 41 * day; hour += 60) {
      operator.tell(summary(BgpEvent.UPDATE, other, end(hour) - 9));
      operator.pass(end(hour));
    }
    List<SessionStanding> retired =
        standings(operator.hear()).stream().filter(SessionStanding::isRetired).toList();
    assertThat(retired)
        .extracting(SessionStanding::sessionId)
        .doesNotHaveDuplicates()
        .hasSize(PEERS - 1)
        .contains(session("rrc06", 0).id())
        .doesNotContain(other.id());
    operator.restore(2);
    operator.tell(summary(BgpEvent.UPDATE, session("rrc06", 0), end(41 * day) - 9));
    operator.pass(end(41 * day + 1));
    assertThat(standings(operator.hear()))
        .filteredOn(standing -> standing.sessionId() == session("rrc06", 0).id())
        .extracting(SessionStanding::ballot)
        .containsExactly(Ballot.ABSTAINS);
  }

  @Test
  void p64WhoIsGoneForGoodIsOnFileOnlyUntilItsWindowIsClosed() throws Exception {
    operator.pass(end(1));
    operator.direct(Minutes.votes(session("rrc06", 1), end(1)));
    operator.direct(Minutes.retired(session("rrc06", 2), end(3)));
    assertThat(operator.filed()).isEqualTo(2);
    operator.pass(end(2));
    operator.direct(Minutes.votes(session("rrc06", 3), end(3)));
    assertThat(operator.filed()).isEqualTo(3);
    operator.pass(end(3));
    operator.direct(Minutes.abstains(session("rrc06", 3), end(4)));
    assertThat(operator.filed()).isEqualTo(2);
  }

  @Test
  void p64ACollectorHeardOfForLessThanADayIsForgottenAfterADay() throws Exception {
    talkAndPass("rrc06", 1, 20);
    int day = 24 * 60;
    operator.pass(end(20 + day - 1));
    assertThat(standings(operator.hear(Directive.class))).noneMatch(SessionStanding::isRetired);
    operator.restore(2);
    operator.pass(end(20 + day));
    assertThat(standings(operator.hear(Directive.class)))
        .hasSize(PEERS)
        .allMatch(SessionStanding::isRetired);
    assertThat(operator.timers()).isZero();
    talkAndPass("rrc06", 3 * day, 3 * day);
    assertThat(standings(operator.hear(Directive.class)))
        .hasSize(PEERS)
        .extracting(SessionStanding::ballot)
        .containsOnly(Ballot.ABSTAINS);
  }

  /** With all of its sessions, those among them that said one word. */
  @Test
  void p64ACollectorHeardOfForLongerIsRememberedAsLongAsItsSessions() throws Exception {
    int day = 24 * 60;
    talk("rrc06", 1);
    for (int minute = 1; minute < 2 * day; minute += day / 2) {
      operator.tell(summary(BgpEvent.UPDATE, session("rrc06", 1), end(minute) - 5));
      operator.pass(end(minute));
    }
    operator.pass(end(20 * day));
    assertThat(standings(operator.hear(Directive.class))).noneMatch(SessionStanding::isRetired);
    operator.pass(end(42 * day));
    assertThat(standings(operator.hear(Directive.class)))
        .filteredOn(SessionStanding::isRetired)
        .hasSize(PEERS);
  }

  @Test
  void whatASessionSaysInAWindowWaitsAsOneSum() throws Exception {
    SessionSummary one = summary(BgpEvent.UPDATE, session("rrc06", 1), end(2) - 5);
    operator.tell(one);
    int bytes = operator.stateBytes();
    for (int i = 0; i < 300; i++) {
      operator.tell(one);
    }
    assertThat(operator.stateBytes()).isEqualTo(bytes);
  }

  /** As releases did that added up at the end of a window only. */
  private static final class OneByOne
      extends KeyedBroadcastProcessFunction<String, SessionSummary, Directive, Directive> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(
        SessionSummary summary, ReadOnlyContext context, Collector<Directive> out)
        throws Exception {
      var runtime = getRuntimeContext();
      new KeyedTick(runtime, MINUTE).expect(summary.windowEndMicros(), context.timerService());
      var waiting =
          runtime.getMapState(
              new MapStateDescriptor<>(
                  "waiting", Types.LONG, Types.LIST(TypeInformation.of(SessionSummary.class))));
      HeldLists.add(waiting, summary.windowEndMicros(), summary);
    }

    @Override
    public void processBroadcastElement(
        Directive directive, Context context, Collector<Directive> out) {}
  }

  @Test
  void whatAnEarlierReleaseLeftOneByOneIsAddedUp() throws Exception {
    Deque<KeyedBroadcastProcessFunction<String, SessionSummary, Directive, Directive>> releases =
        new ArrayDeque<>();
    releases.add(new OneByOne());
    releases.add(new WatchSources(MINUTE, WatchRules.defaults(), DRAFTS));
    operator =
        new Rehearsal<>(
            releases::remove,
            summary -> summary.session().collector(),
            Types.STRING,
            TypeInformation.of(Directive.class),
            DRAFTS);
    talk("rrc06", 1);
    operator.restore(1);
    operator.tell(summary(BgpEvent.UPDATE, session("rrc06", PEERS), end(1) - 5));
    operator.pass(end(1));
    assertThat(standings(operator.hear()))
        .extracting(SessionStanding::sessionId)
        .doesNotHaveDuplicates()
        .hasSize(PEERS + 1);
  }

  @Test
  void afterTheEndNothingIsJudgedAndNoTimerIsLeft() throws Exception {
    talkAndPass("rrc06", 1, 20);
    operator.hear();
    operator.end(end(22));
    assertThat(operator.timers()).isZero();
    assertThat(operator.hear()).isEmpty();
  }

  @Test
  void lateSummariesCountAtTheNextTick() throws Exception {
    talkAndPass("rrc06", 1, 20);
    operator.hear();
    operator.tell(summary(BgpEvent.PEER_DOWN, session("rrc06", 1), end(19) - 1));
    assertThat(operator.hear()).isEmpty();
    operator.pass(end(21));
    assertThat(standings(operator.hear()))
        .extracting(SessionStanding::effectiveAtMicros, SessionStanding::votes)
        .containsExactly(tuple(end(21), false));
    assertThat(operator.timers()).isEqualTo(1);
  }

  @Test
  void whatComesEarlyWaits() throws Exception {
    talk("rrc06", 5);
    operator.tell(summary(BgpEvent.UPDATE, session("rrc06", 1), end(2) - 5));
    operator.pass(end(4));
    assertThat(standings(operator.hear()))
        .extracting(SessionStanding::sessionId)
        .containsOnly(session("rrc06", 1).id());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void killsAndOtherParallelismsChangeNothing(int parallelism) throws Exception {
    play(0);
    var undisturbed = Rehearsal.counted(operator.hear());
    operator = operator();
    play(parallelism);
    assertThat(Rehearsal.counted(operator.hear())).isEqualTo(undisturbed).isNotEmpty();
  }

  /** Loss, silence, dumps and a pause; killed every few minutes if asked for. */
  private void play(int parallelism) throws Exception {
    for (int minute = 1; minute <= 60; minute++) {
      for (String collector : COLLECTORS) {
        if (!collector.equals("rrc00") || minute < 30 || minute > 45) {
          talk(collector, minute);
        }
      }
      if (minute % 13 == 0) {
        Session lost = session("rrc06", minute % PEERS);
        operator.tell(summary(BgpEvent.PEER_DOWN, lost, end(minute) - 100));
      }
      disturb(parallelism, minute);
      operator.pass(end(minute));
    }
    for (int minute = 61; minute <= 75; minute++) {
      operator.pass(end(minute));
    }
    operator.direct(Directive.of(new Pause(end(60), end(76), end(1_000))));
    disturb(parallelism, 7);
    talk("rrc06", 1_000);
    operator.pass(end(1_000));
    disturb(parallelism, 7);
    talk("rrc00", 1_003);
    operator.end(end(1_002));
  }

  private void disturb(int parallelism, int minute) throws Exception {
    if (parallelism > 0 && minute % 7 == 0) {
      operator.restore(minute % 2 == 0 ? 1 : parallelism);
    }
  }

  private static List<MeasurementEvent> measurements(List<Object> heard) {
    return heard.stream()
        .filter(MeasurementDraft.class::isInstance)
        .map(draft -> ((MeasurementDraft) draft).event())
        .toList();
  }
}
