package io.nightlight.operator;

import static io.nightlight.domain.routes.Visibility.LOST;
import static io.nightlight.domain.routes.Visibility.UNKNOWN;
import static io.nightlight.domain.routes.Visibility.UNTRACKED;
import static io.nightlight.domain.routes.Visibility.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.probing.BlockState;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Visibility;
import io.nightlight.domain.routes.VisibilityChange;
import io.nightlight.job.JobConfig;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountryMemorySerializerTest {
  private static final long MINUTE = 60_000_000L;
  private static final long T0 = 1_419_250_500_000_000L / MINUTE * MINUTE;
  private static final DetectionRules RULES = JobConfig.defaults().detection();
  private static final Provenance PROVENANCE = new Provenance("test", RunMode.REPLAY, "1", "map-1");
  private static final String[] KP = {
    "175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24"
  };

  private final CountryMemorySerializer serializer = new CountryMemorySerializer();

  /** North Korea after two hours of health, in the fourth minute of an outage. */
  private static CountryMemory sample() {
    CountryMemory memory = new CountryMemory();
    List<CountryChange> first = new ArrayList<>();
    for (String prefix : KP) {
      first.add(change(prefix, 0, UNTRACKED, VISIBLE));
    }
    first.add(change("175.45.176.0/22", 0, UNTRACKED, UNKNOWN));
    first.add(change("2a00::/32", 0, UNTRACKED, VISIBLE));
    first.add(
        CountryChange.of(
            "KP", T0, new BlockChange(Prefix.parse(KP[0]), BlockState.UNTRACKED, BlockState.DOWN)));
    memory.take(first, T0, new MapInUse("map-0", Long.MIN_VALUE));
    // Another map knows no block that is probed.
    memory.take(first.subList(0, 6), T0, new MapInUse("map-1", Long.MIN_VALUE));
    for (int minute = 1; minute <= 120; minute++) {
      judge(memory, minute);
    }
    memory.apply(change("175.45.176.0/22", 121, UNKNOWN, LOST));
    for (String prefix : KP) {
      memory.apply(change(prefix, 121, VISIBLE, LOST));
    }
    for (int minute = 121; minute <= 124; minute++) {
      judge(memory, minute);
    }
    return memory;
  }

  private static CountryChange change(
      String text, int minute, Visibility before, Visibility after) {
    long prefix = Prefix.parse(text);
    return CountryChange.of(
        "KP",
        T0 + minute * MINUTE,
        new VisibilityChange(prefix, before, after, 131_279, 5, 5, 0),
        Prefix.firstBlock(prefix),
        Prefix.blockCount(prefix));
  }

  private static SessionStanding voter(int number, IpFamily family) {
    return new SessionStanding(
        number,
        family,
        number,
        T0,
        Ballot.VOTES,
        Long.MIN_VALUE,
        0,
        T0 - MINUTE,
        T0 - MINUTE,
        0,
        SessionStanding.SEES);
  }

  private static CountryJudge.Verdict judge(CountryMemory memory, int minute) {
    long end = T0 + minute * MINUTE;
    List<SessionStanding> standings =
        IntStream.range(0, 5)
            .boxed()
            .flatMap(i -> Arrays.stream(IpFamily.values()).map(family -> voter(i, family)))
            .toList();
    return memory
        .judge("KP", RULES, PROVENANCE)
        .judge(
            Micros.toInstant(end - MINUTE),
            Micros.toInstant(end),
            memory.readRoutes(end, family -> Electorate.of(standings, family)));
  }

  @Test
  void theSampleIsInAnOutage() {
    assertThat(sample().judgeSnapshot().outage().open()).isNotNull();
    assertThat(sample().lost().all()).hasSize(4);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    CountryMemory memory = sample();
    CountryMemory read = StateBytes.read(serializer, StateBytes.write(serializer, memory));
    assertSame(read, memory);
    for (int minute = 125; minute < 150; minute++) {
      if (minute == 130) {
        read.apply(change(KP[0], minute, LOST, VISIBLE));
        memory.apply(change(KP[0], minute, LOST, VISIBLE));
      }
      assertThat(judge(read, minute)).isEqualTo(judge(memory, minute));
    }
    CountryMemory empty = new CountryMemory();
    assertSame(StateBytes.read(serializer, StateBytes.write(serializer, empty)), empty);
  }

  @Test
  void aRestoredJudgeThatWasNotAskedYetIsWrittenAgain() throws IOException {
    byte[] bytes = StateBytes.write(serializer, sample());
    CountryMemory resting = StateBytes.read(serializer, bytes);
    assertThat(StateBytes.write(serializer, resting)).isEqualTo(bytes);
  }

  @Test
  void aCopySharesNothing() throws IOException {
    CountryMemory memory = sample();
    byte[] before = StateBytes.write(serializer, memory);
    CountryMemory copy = serializer.copy(memory);
    assertThat(StateBytes.write(serializer, copy)).isEqualTo(before);
    copy.apply(change(KP[0], 125, LOST, VISIBLE));
    copy.apply(change("2a00:1::/32", 125, UNTRACKED, VISIBLE));
    for (int minute = 125; minute < 150; minute++) {
      judge(copy, minute);
    }
    assertThat(StateBytes.write(serializer, memory)).isEqualTo(before);
    assertThat(StateBytes.write(serializer, copy)).isNotEqualTo(before);
  }

  @Test
  void theBytesOfVersion1AreStillRead() throws IOException {
    CountryMemory read = StateBytes.read(serializer, StateBytes.stored("v1/country-memory.bin"));
    assertThat(read.ipv4().visible()).isEqualTo(sample().ipv4().visible());
    assertThat(judge(read, 125).score()).isEqualTo(judge(sample(), 125).score());
  }

  @Test
  void theBytesOfVersion2AreStillRead() throws IOException {
    CountryMemory read = StateBytes.read(serializer, StateBytes.stored("v2/country-memory.bin"));
    assertThat(read.ipv4().visible()).isEqualTo(sample().ipv4().visible());
    assertThat(read.polls()).isEqualTo(sample().polls());
    assertThat(judge(read, 125)).isEqualTo(judge(sample(), 125));
  }

  /** What lost prefixes cover is not in them, and not needed until all is told anew. */
  @Test
  void whatVersion2LostComesBack() throws IOException {
    CountryMemory read = StateBytes.read(serializer, StateBytes.stored("v2/country-memory.bin"));
    read.apply(change(KP[0], 125, LOST, VISIBLE));
    read.apply(change(KP[0], 126, VISIBLE, LOST));
    read.apply(change(KP[0], 127, LOST, UNTRACKED));
    assertThat(read.ipv4().visible()).isZero();
    assertThat(read.ipv4().countLost()).isZero();
  }

  @Test
  void theBytesOfVersion3AreStillRead() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    CountryMemory read =
        StateBytes.read(serializer, StateBytes.stored("v3/country-memory.bin", today));
    assertSame(read, sample());
    assertThat(judge(read, 125)).isEqualTo(judge(sample(), 125));
  }

  @Test
  void theFormatChangesOnlyWithItsVersion() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    assertThat(today).isEqualTo(StateBytes.stored("v3/country-memory.bin", today));
  }

  @Test
  void aVersionOfTheFutureIsRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    bytes[0] = 9;
    assertThatThrownBy(() -> StateBytes.read(serializer, bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "CountryMemorySerializer: state of format version 9; this release reads up to"
                + " version 3");
  }

  @Test
  void bytesThatBreakOffAreRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    for (int length : new int[] {0, 1, 60, bytes.length - 1}) {
      assertThatThrownBy(() -> StateBytes.read(serializer, Arrays.copyOf(bytes, length)))
          .isInstanceOf(EOFException.class);
    }
  }

  private void assertSame(CountryMemory one, CountryMemory other) {
    assertThat(StateBytes.write(serializer, one)).isEqualTo(StateBytes.write(serializer, other));
    assertThat(one.ipv4().visible()).isEqualTo(other.ipv4().visible());
    assertThat(one.ipv4().unknown()).isEqualTo(other.ipv4().unknown());
    assertThat(one.ipv6().visible()).isEqualTo(other.ipv6().visible());
    assertThat(one.ipv4().countLost()).isEqualTo(other.ipv4().countLost());
    assertThat(one.counted().toldBy()).isEqualTo(other.counted().toldBy());
    assertThat(one.counted().leftBehind()).isEqualTo(other.counted().leftBehind());
    assertThat(one.polls()).isEqualTo(other.polls());
  }
}
