package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.ProbeWorld.all;
import static io.nightlight.integration.world.ProbeWorld.by;
import static io.nightlight.integration.world.ProbeWorld.into;
import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.ProbeWorld;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.World;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalScore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of probes without anybody going off the Internet, and what takes him off. */
class ProbePitfallsIT {
  private static final Duration FEW_MINUTES = Duration.ofMinutes(7);

  @TempDir private Path folder;

  private final List<Peer> peers = World.twentyPeers();
  private final ProbeWorld world = ProbeWorld.ofTwelve();

  @Test
  void p1ACountryWithoutResultsIsUnknownInEveryWindow() throws Exception {
    world.from(minute(90), into(C), Answer.NOT_SENT);

    Replayed replayed = ProbeStory.probesOnly(world, 150, folder);

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.scores(C)).hasSize(150 - ProbeStory.UNCERTAIN);
    assertThat(replayed.scores(C, minute(60), minute(90)))
        .allMatch(score -> score.getScore() == 1.0);
    assertThat(replayed.scores(C, minute(90), minute(150))).noneMatch(ProbeStory::isShort);
    assertThat(replayed.scores(C, minute(112), minute(150)))
        .isNotEmpty()
        .allMatch(ProbeStory::isUnknown);
    for (String country : World.OTHERS) {
      assertThat(replayed.scores(country, minute(60), minute(150)))
          .allMatch(score -> score.getScore() == 1.0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"NOT_SENT", "NO_REPLY"})
  void p31ADeadVantageOfTwelveIsOneMeasurementEventAndNoOutage(Answer answer) throws Exception {
    world.during(minute(90), minute(140), by(3), answer);

    Replayed replayed = ProbeStory.probesOnly(world, 170, folder);

    assertThat(replayed.events()).isEmpty();
    ProbeStory.assertWell(replayed, 60, 170);
    assertOneMeasurementEvent(
        replayed,
        MeasurementScopeKind.VANTAGE,
        ProbeWorld.vantage(3),
        answer == Answer.NOT_SENT ? MeasurementReason.SILENCE : MeasurementReason.SUCCESS_COLLAPSE,
        minute(90),
        minute(140));
  }

  /** And it is none of the measurement's: each of the nine reaches all others. */
  @Test
  void p32NineVantagesBehindOneBrokenPathAreNoOutage() throws Exception {
    world.during(
        minute(90),
        minute(130),
        (vantage, country, block, at, chance) -> vantage < 9 && country.equals(C),
        Answer.NO_REPLY);

    Replayed replayed = ProbeStory.withRoutes(world, World.recording(peers), 150, folder);

    assertThat(replayed.events()).isEmpty();
    ProbeStory.assertWell(replayed, 60, 150);
  }

  @Test
  void p33WhatTheVantagesCouldNotSendIsNoEvidence() throws Exception {
    world.from(minute(90), into(C), Answer.PROBE_ERROR);

    Replayed replayed = ProbeStory.probesOnly(world, 150, folder);

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.summary().count("probes.errors")).isPositive();
    assertThat(replayed.summary().count("probes.silences")).isZero();
    assertThat(replayed.scores(C, minute(60), minute(150))).noneMatch(ProbeStory::isShort);
    assertThat(replayed.scores(C, minute(112), minute(150)))
        .isNotEmpty()
        .allMatch(ProbeStory::isUnknown);
  }

  /** Nothing of the probes for half an hour, and the routes go on. */
  @Test
  void p47AMissingFeedOfProbesIsUnknownAndTeachesNothing() throws Exception {
    world.during(minute(90), minute(120), all(), Answer.NOT_SENT);

    Replayed replayed = ProbeStory.withRoutes(world, World.recording(peers), 160, folder);

    assertThat(replayed.events()).isEmpty();
    ProbeStory.assertWell(replayed, 60, 160);
    for (int minute = 112; minute <= 120; minute++) {
      SignalScore probes = replayed.signal(C, Signal.PROBES, minute(minute));
      assertThat(probes.getStatus()).isEqualTo(AvailabilityStatus.UNKNOWN);
      assertThat(probes.getBaseline()).isEqualTo(40);
    }
    for (int minute = 132; minute < 157; minute++) {
      SignalScore probes = replayed.signal(C, Signal.PROBES, minute(minute));
      assertThat(probes.getBaseline()).isEqualTo(40);
      assertThat(probes.getRatio()).isEqualTo(1.0);
    }
    assertOneMeasurementEvent(
        replayed,
        MeasurementScopeKind.SIGNAL_FEED,
        "probes",
        MeasurementReason.SILENCE,
        minute(90),
        minute(120));
  }

  @Test
  void p47AMissingFeedOfEverythingIsOneMeasurementEvent() throws Exception {
    world.during(minute(90), minute(120), all(), Answer.NOT_SENT);

    Replayed replayed = ProbeStory.probesOnly(world, 150, folder);

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.scores(C, minute(60), minute(150))).noneMatch(ProbeStory::isShort);
    assertThat(replayed.scores(C, minute(132), minute(147)))
        .hasSize(16)
        .allMatch(score -> score.getScore() == 1.0);
    assertOneMeasurementEvent(
        replayed,
        MeasurementScopeKind.WHOLE_FEED,
        "all",
        MeasurementReason.NO_INPUT,
        minute(90),
        minute(120));
  }

  /** Libya, 3 March 2011: the routes stay and nothing answers. */
  @Test
  void p49DeadProbesWithRoutesIntactAreOneEventOfTheDataPlane() throws Exception {
    world.during(minute(95), minute(145), into(C), Answer.NO_REPLY);

    Replayed replayed = ProbeStory.withRoutes(world, World.recording(peers), 180, folder);

    ProbeStory.assertOutage(
        replayed, OutageClassification.DATA_PLANE_ONLY, minute(95), minute(145));
    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.started().get(0).getSeverity()).isEqualTo(OutageSeverity.TOTAL);
    assertThat(replayed.signal(C, Signal.IPV4_ROUTES, minute(120)).getRatio()).isEqualTo(1.0);
    assertThat(replayed.score(C, minute(120)).getScore()).isZero();
  }

  @Test
  void p49IsFoundWithoutAnyRoutes() throws Exception {
    world.during(minute(95), minute(145), into(C), Answer.NO_REPLY);

    Replayed replayed = ProbeStory.probesOnly(world, 180, folder);

    ProbeStory.assertOutage(
        replayed, OutageClassification.DATA_PLANE_ONLY, minute(95), minute(145));
    assertThat(replayed.measurements()).isEmpty();
  }

  /** The routes go at once, the probes show it a round later and return later, too. */
  @Test
  void p50RoutesBeforeProbesAreOneEventFromTheFirstOnToTheLast() throws Exception {
    Recording recording =
        World.recording(peers)
            .withdraw(time(90, 10), peers, World.ipv4OfC())
            .announce(time(150, 10), peers, World.ipv4OfC());
    world.during(minute(100), minute(160), into(C), Answer.NO_REPLY);

    Replayed replayed = ProbeStory.withRoutes(world, recording, 200, folder);

    assertOneEventOfBoth(replayed);
    assertThat(replayed.events()).allMatch(event -> event.getStartedAt().equals(minute(90)));
    assertThat(replayed.events().get(0).getDetectedAt()).isBefore(minute(95));
    assertThat(last(replayed).getRecoveredAt()).isBetween(minute(160), minute(170));
  }

  /** Sudan, 25 September 2013: probes 10:23, routes 12:47. */
  @Test
  void p50ProbesHoursBeforeRoutesAreOneEventWithoutARecoveryBetween() throws Exception {
    Recording recording =
        World.recording(peers)
            .withdraw(time(90 + 144, 0), peers, World.ipv4OfC())
            .announce(time(270, 0), peers, World.ipv4OfC());
    world.during(minute(90), minute(280), into(C), Answer.NO_REPLY);

    Replayed replayed = ProbeStory.withRoutes(world, recording, 315, folder);

    assertOneEventOfBoth(replayed);
    Instant start = replayed.events().get(0).getStartedAt();
    assertThat(start).isBetween(minute(90), minute(100));
    assertThat(replayed.events()).allMatch(event -> event.getStartedAt().equals(start));
    assertThat(last(replayed).getRecoveredAt()).isBetween(minute(280), minute(290));
  }

  private static OutageEvent last(Replayed replayed) throws Exception {
    return replayed.events().get(replayed.events().size() - 1);
  }

  private static void assertOneEventOfBoth(Replayed replayed) throws Exception {
    List<OutageEvent> events = replayed.events();
    assertThat(events).extracting(OutageEvent::getEventId).containsOnly(events.get(0).getEventId());
    assertThat(events)
        .extracting(OutageEvent::getKind)
        .containsExactly(
            OutageEventKind.STARTED, OutageEventKind.UPDATED, OutageEventKind.RECOVERED);
    assertThat(last(replayed).getClassification())
        .isEqualTo(OutageClassification.ROUTES_AND_DATA_PLANE);
    assertThat(replayed.measurements()).isEmpty();
  }

  /** Both ends within the few minutes that it takes to get enough results to tell. */
  private static void assertOneMeasurementEvent(
      Replayed replayed,
      MeasurementScopeKind kind,
      String scope,
      MeasurementReason reason,
      Instant start,
      Instant end)
      throws Exception {
    List<MeasurementEvent> told = replayed.measurements();
    assertThat(told)
        .allMatch(event -> event.getScopeKind() == kind)
        .allMatch(event -> event.getScope().equals(scope))
        .allMatch(event -> event.getReason() == reason)
        .allMatch(event -> event.getEventId().equals(told.get(0).getEventId()))
        .extracting(MeasurementEvent::getKind)
        .containsExactly(MeasurementEventKind.DEGRADED, MeasurementEventKind.RESTORED);
    assertThat(told.get(0).getStartedAt())
        .isBetween(start.minus(FEW_MINUTES), start.plus(FEW_MINUTES));
    assertThat(told.get(1).getEndedAt()).isBetween(end.minus(FEW_MINUTES), end.plus(FEW_MINUTES));
  }
}
