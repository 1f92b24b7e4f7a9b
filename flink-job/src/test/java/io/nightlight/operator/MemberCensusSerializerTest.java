package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.routes.CountryMembers;
import io.nightlight.domain.routes.MemberCensus;
import io.nightlight.domain.routes.ShardMembers;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberCensusSerializerTest {
  private final MemberCensusSerializer serializer = new MemberCensusSerializer();

  private static MemberCensus sample() {
    MemberCensus census = new MemberCensus();
    census.note(
        new ShardMembers(
            3,
            Minutes.T0,
            new long[] {-5, Long.MAX_VALUE, 17},
            new int[] {0, 200, Integer.MAX_VALUE},
            List.of(
                new CountryMembers("KP", new long[] {5}),
                new CountryMembers("AF", new long[] {5}),
                new CountryMembers("FR", new long[0]))));
    census.note(
        new ShardMembers(
            511,
            Minutes.T0 + 1,
            new long[] {17},
            new int[] {128},
            List.of(new CountryMembers("KP", new long[] {1, Long.MIN_VALUE}))));
    census.note(new ShardMembers(4, 0, new long[0], new int[0], List.of()));
    return census;
  }

  /** 105 sessions, 240 countries, all shards: what the peers of all archives of a day ask for. */
  private static MemberCensus large() {
    MemberCensus census = new MemberCensus();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      long[] ids = new long[105];
      int[] memberships = new int[ids.length];
      Arrays.setAll(ids, i -> i * 0x9E37_79B9_7F4A_7C15L);
      Arrays.fill(memberships, 2_000 + shard);
      List<CountryMembers> countries = new ArrayList<>();
      for (int country = 0; country < 240; country++) {
        long members = -1L >>> country % 20;
        String code = "" + (char) ('A' + country / 26) + (char) ('A' + country % 26);
        countries.add(new CountryMembers(code, new long[] {members, 0x1FF}));
      }
      census.note(new ShardMembers(shard, Minutes.T0, ids, memberships, countries));
    }
    return census;
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    for (MemberCensus census : List.of(sample(), large(), new MemberCensus())) {
      MemberCensus read = StateBytes.read(serializer, StateBytes.write(serializer, census));
      assertThat(text(read)).isEqualTo(text(census));
    }
  }

  @Test
  void allShardsOfALargeWorldStaySmall() {
    assertThat(StateBytes.write(serializer, large()).length).isLessThan(700_000);
  }

  @Test
  void aCopySharesNothing() {
    MemberCensus census = sample();
    MemberCensus copy = serializer.copy(census);
    assertThat(text(copy)).isEqualTo(text(census));
    copy.note(new ShardMembers(3, 0, new long[0], new int[0], List.of()));
    assertThat(text(census)).isEqualTo(text(sample()));
  }

  @Test
  void theBytesOfVersion1AreStillRead() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    byte[] stored = StateBytes.stored("v2/member-census.bin", today);
    assertThat(text(StateBytes.read(serializer, stored))).isEqualTo(text(sample()));
    assertThat(today).as("the format changes only with its version").isEqualTo(stored);
  }

  @Test
  void aVersionOfTheFutureIsRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    bytes[0] = 2;
    assertThatThrownBy(() -> StateBytes.read(serializer, bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reads up to version 1");
  }

  @Test
  void bytesThatBreakOffAreRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    for (int length : new int[] {0, 1, 9, 40, bytes.length - 1}) {
      assertThatThrownBy(() -> StateBytes.read(serializer, Arrays.copyOf(bytes, length)))
          .isInstanceOf(EOFException.class);
    }
  }

  private static String text(MemberCensus census) {
    StringBuilder text = new StringBuilder();
    census
        .told()
        .values()
        .forEach(
            shard -> {
              text.append(shard.shard()).append('@').append(shard.windowEndMicros());
              text.append(Arrays.toString(shard.sessionIds()));
              text.append(Arrays.toString(shard.memberships()));
              for (CountryMembers country : shard.countries()) {
                text.append(country.country()).append(Arrays.toString(country.members()));
              }
              text.append('\n');
            });
    return text.toString();
  }
}
