package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.end;
import static io.nightlight.operator.Minutes.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.probing.BlockState;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.review.CountryWord.Readiness;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import io.nightlight.job.JobConfig;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeCountryTest {
  private static final OutputTag<AvailabilityScore> SCORES =
      new OutputTag<>("scores", TypeInformation.of(AvailabilityScore.class));
  private static final OutputTag<CountryWord> WORDS =
      new OutputTag<>("words", TypeInformation.of(CountryWord.class));
  private static final DetectionRules RULES = JobConfig.defaults().detection();
  private static final Provenance PROVENANCE = new Provenance("test", RunMode.REPLAY, "1", "map-1");
  private static final String[] KP = {
    "175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24"
  };

  private Rehearsal<String, CountryChange, OutageEvent> operator = operator();

  JudgeCountryTest() throws Exception {}

  private static Rehearsal<String, CountryChange, OutageEvent> operator() throws Exception {
    return new Rehearsal<>(
        () -> new JudgeCountry(MINUTE, RULES, PROVENANCE, SCORES, WORDS),
        CountryChange::country,
        Types.STRING,
        TypeInformation.of(OutageEvent.class),
        SCORES,
        WORDS);
  }

  private void peersVote() throws Exception {
    for (int peer = 0; peer < 5; peer++) {
      Session session = session("rrc06", peer);
      operator.direct(
          Directive.of(
              new SessionStanding(
                  session.id(),
                  IpFamily.IPV4,
                  session.peerAsn(),
                  end(1),
                  Ballot.VOTES,
                  Long.MIN_VALUE,
                  0,
                  end(0),
                  end(0),
                  0,
                  SessionStanding.SEES)));
    }
  }

  private void change(String country, int minute, Visibility before, Visibility after)
      throws Exception {
    change(country, minute, before, after, 0);
  }

  private void change(
      String country, int minute, Visibility before, Visibility after, int collectors)
      throws Exception {
    for (String prefix : KP) {
      long key = Prefix.parse(prefix);
      operator.tell(
          CountryChange.of(
              country,
              end(minute),
              new VisibilityChange(key, before, after, 131_279, 5, 5, collectors),
              Prefix.firstBlock(key),
              1));
    }
  }

  private void appear(String country, int minute) throws Exception {
    change(country, minute, Visibility.UNTRACKED, Visibility.VISIBLE);
  }

  private void pass(int from, int to) throws Exception {
    for (int minute = from; minute <= to; minute++) {
      operator.pass(end(minute));
    }
  }

  @Test
  void thereIsOneScoreForEachWindowFromTheFirstChangeOn() throws Exception {
    peersVote();
    appear("KP", 3);
    pass(1, 100);
    List<AvailabilityScore> scores = operator.hear(AvailabilityScore.class);
    assertThat(scores).hasSize(98);
    assertThat(scores.get(0).windowEnd()).isEqualTo(Micros.toInstant(end(3)));
    assertThat(scores.get(0).status()).isEqualTo(ScoreStatus.WARMING);
    assertThat(scores.get(97).status()).isEqualTo(ScoreStatus.AVAILABLE);
    assertThat(scores.get(97).score()).isEqualTo(1.0);
  }

  @Test
  void aChangeOfALaterWindowWaits() throws Exception {
    peersVote();
    appear("KP", 1);
    change("KP", 101, Visibility.VISIBLE, Visibility.LOST);
    pass(1, 100);
    assertThat(operator.hear(AvailabilityScore.class))
        .last()
        .extracting(AvailabilityScore::score)
        .isEqualTo(1.0);
    pass(101, 101);
    assertThat(operator.hear(AvailabilityScore.class))
        .last()
        .extracting(AvailabilityScore::score)
        .isEqualTo(0.0);
  }

  @Test
  void aFirstChangeOfALaterWindowIsNoReasonToMissAnEarlierOne() throws Exception {
    peersVote();
    appear("KP", 9);
    change("KP", 4, Visibility.UNTRACKED, Visibility.UNKNOWN);
    pass(1, 9);
    assertThat(operator.hear(AvailabilityScore.class)).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # input returns so many minutes after noon; is the baseline of a week still there?
          5000,   AVAILABLE, 1.0
          100000, WARMING,
          """)
  void p47AtAPauseThereIsOneUnknownScoreAndThenNoneUntilInputReturns(
      int returns, ScoreStatus status, @Nullable Double score) throws Exception {
    peersVote();
    appear("KP", 1);
    pass(1, 115);
    operator.direct(Directive.of(new Pause(end(100), end(116), end(returns))));
    operator.hear();
    operator.pass(end(returns - 1));
    assertThat(operator.hear(AvailabilityScore.class))
        .extracting(
            AvailabilityScore::windowEnd, AvailabilityScore::status, AvailabilityScore::score)
        .containsExactly(tuple(Micros.toInstant(end(116)), ScoreStatus.UNKNOWN, null));
    operator.restore(1).pass(end(returns + 1));
    assertThat(operator.hear(AvailabilityScore.class))
        .extracting(
            AvailabilityScore::windowEnd, AvailabilityScore::status, AvailabilityScore::score)
        .containsExactly(
            tuple(Micros.toInstant(end(returns)), status, score),
            tuple(Micros.toInstant(end(returns + 1)), status, score));
  }

  @Test
  void afterTheEndNothingIsJudgedNoTimerIsLeftAndTheOutageStaysOpen() throws Exception {
    peersVote();
    appear("KP", 1);
    pass(1, 100);
    change("KP", 101, Visibility.VISIBLE, Visibility.LOST);
    operator.hear();
    operator.end(end(110));
    assertThat(operator.timers()).isZero();
    List<Object> heard = operator.hear();
    assertThat(heard).filteredOn(AvailabilityScore.class::isInstance).hasSize(10);
    assertThat(heard)
        .filteredOn(OutageEvent.class::isInstance)
        .singleElement()
        .extracting(event -> ((OutageEvent) event).kind())
        .isEqualTo(EventKind.STARTED);
  }

  @Test
  void p7AnOutageOpenAcrossAKillRecoversUnderTheSameId() throws Exception {
    peersVote();
    appear("KP", 1);
    pass(1, 100);
    change("KP", 101, Visibility.VISIBLE, Visibility.LOST);
    pass(101, 110);
    operator.restore(3);
    change("KP", 111, Visibility.LOST, Visibility.VISIBLE);
    pass(111, 140);
    List<OutageEvent> events = operator.hear(OutageEvent.class);
    assertThat(events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
    assertThat(events).extracting(OutageEvent::eventId).containsOnly(events.get(0).eventId());
  }

  @Test
  void p63TheWorldHearsOnlyWhatIsNewOfReadinessAndConfirmation() throws Exception {
    peersVote();
    appear("KP", 1);
    pass(1, 100);
    assertThat(operator.hear(CountryWord.class))
        .extracting(CountryWord::readiness, CountryWord::confirmations)
        .containsExactly(tuple(Readiness.NOT_READY, 0), tuple(Readiness.READY, 0));
    change("KP", 101, Visibility.VISIBLE, Visibility.LOST, 1);
    pass(101, 103);
    change("KP", 104, Visibility.LOST, Visibility.LOST, 2);
    operator.restore(2);
    pass(104, 110);
    change("KP", 111, Visibility.LOST, Visibility.VISIBLE);
    pass(111, 140);
    assertThat(operator.hear(CountryWord.class))
        .containsExactly(
            new CountryWord("KP", end(101), Readiness.READY, 1),
            new CountryWord("KP", end(104), Readiness.READY, 2),
            new CountryWord("KP", end(111), Readiness.READY, 0));
  }

  /** Two of five voters go blind in the fourth minute of the outage. */
  @Test
  void p62AnOutageThatOnlyTheBlindSawIsTakenBack() throws Exception {
    peersVote();
    appear("KP", 1);
    pass(1, 100);
    change("KP", 101, Visibility.VISIBLE, Visibility.LOST);
    pass(101, 104);
    for (int peer = 0; peer < 2; peer++) {
      Session session = session("rrc06", peer);
      operator.direct(
          Directive.of(
              new SessionStanding(
                  session.id(),
                  IpFamily.IPV4,
                  session.peerAsn(),
                  end(105),
                  Ballot.ABSTAINS,
                  Long.MIN_VALUE,
                  0,
                  end(0),
                  end(0),
                  session.collectorId(),
                  end(100) + 30_000_000)));
    }
    change("KP", 105, Visibility.LOST, Visibility.VISIBLE);
    pass(105, 130);
    assertThat(operator.hear(OutageEvent.class))
        .extracting(OutageEvent::kind, OutageEvent::detectedAt)
        .containsExactly(
            tuple(EventKind.STARTED, Micros.toInstant(end(103))),
            tuple(EventKind.RETRACTED, Micros.toInstant(end(105))));
  }

  private void vantagesSee() throws Exception {
    for (int vantage = 0; vantage < 12; vantage++) {
      operator.direct(
          Directive.of(
              List.of(
                  new VantageStanding(
                      Vantage.of("v" + vantage).id(), end(1), Sight.SEES, List.of()))));
    }
  }

  private void blocks(int minute, BlockState before, BlockState after) throws Exception {
    for (String prefix : KP) {
      operator.tell(
          CountryChange.of(
              "KP", end(minute), new BlockChange(Prefix.parse(prefix), before, after)));
    }
  }

  /** The warm-up of the probes lasts three days. */
  @Test
  void p49DeadProbesAreAnOutageThatAKillLeavesOpen() throws Exception {
    vantagesSee();
    blocks(1, BlockState.UNTRACKED, BlockState.UP);
    operator.pass(end(4_400));
    blocks(4_401, BlockState.UP, BlockState.DOWN);
    operator.pass(end(4_420));
    operator.restore(3);
    blocks(4_421, BlockState.DOWN, BlockState.UP);
    operator.pass(end(4_440));
    List<OutageEvent> events = operator.hear(OutageEvent.class);
    assertThat(events)
        .extracting(OutageEvent::kind, OutageEvent::classification)
        .containsExactly(
            tuple(EventKind.STARTED, Classification.DATA_PLANE_ONLY),
            tuple(EventKind.RECOVERED, Classification.DATA_PLANE_ONLY));
    assertThat(events).extracting(OutageEvent::eventId).containsOnly(events.get(0).eventId());
  }

  @Test
  void p1BlocksThatNobodyReachesAreUnknownInEveryWindow() throws Exception {
    vantagesSee();
    blocks(1, BlockState.UNTRACKED, BlockState.UP);
    operator.pass(end(4_400));
    operator.hear();
    blocks(4_401, BlockState.UP, BlockState.UNKNOWN);
    operator.pass(end(4_460));
    assertThat(operator.hear(AvailabilityScore.class))
        .hasSize(60)
        .extracting(AvailabilityScore::status)
        .containsOnly(ScoreStatus.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6})
  void killsAndOtherParallelismsChangeNothing(int parallelism) throws Exception {
    play(0);
    var undisturbed = Rehearsal.counted(operator.hear());
    operator = operator();
    play(parallelism);
    assertThat(Rehearsal.counted(operator.hear())).isEqualTo(undisturbed).hasSizeGreaterThan(800);
  }

  private void play(int parallelism) throws Exception {
    peersVote();
    List<String> countries = List.of("KP", "BE", "NL", "LU", "TO", "MM");
    for (String country : countries) {
      appear(country, 1);
    }
    for (int minute = 1; minute <= 150; minute++) {
      for (int i = 0; i < countries.size(); i++) {
        if (minute == 80 + 9 * i) {
          change(countries.get(i), minute, Visibility.VISIBLE, Visibility.LOST);
        }
        if (minute == 100 + 7 * i) {
          change(countries.get(i), minute + 1, Visibility.LOST, Visibility.VISIBLE);
        }
      }
      if (parallelism > 0 && minute % 11 == 0) {
        operator.restore(minute % 2 == 0 ? 1 : parallelism);
      }
      operator.pass(end(minute));
    }
    operator.end(end(152));
  }
}
