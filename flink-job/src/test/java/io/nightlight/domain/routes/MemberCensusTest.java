package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberCensusTest {
  private final MemberCensus census = new MemberCensus();

  /** Session {@code i} is a member of {@code memberships[i]} prefixes. */
  private void told(int shard, int[] memberships, CountryMembers... countries) {
    long[] ids = new long[memberships.length];
    Arrays.setAll(ids, i -> i);
    census.note(new ShardMembers(shard, 0, ids, memberships, List.of(countries)));
  }

  private static CountryMembers country(String code, int... members) {
    long[] bits = new long[3];
    for (int member : members) {
      bits[member >>> 6] |= 1L << member;
    }
    return new CountryMembers(code, bits);
  }

  @Test
  void membershipsAreCountedOverAllShards() {
    told(1, new int[] {3, 0, 7});
    told(2, new int[] {10, 1});
    assertThat(census.memberships(0)).isEqualTo(13);
    assertThat(census.memberships(1)).isEqualTo(1);
    assertThat(census.memberships(2)).isEqualTo(7);
    assertThat(census.memberships(99)).isZero();
  }

  @Test
  void countriesAreThoseInWhichOneOfTheSessionsIsAMember() {
    told(1, new int[130], country("KP", 1, 129), country("FR", 2));
    told(2, new int[3], country("AF", 1), country("FR"));
    assertThat(census.countriesOf(List.of(1L))).containsExactly("AF", "KP");
    assertThat(census.countriesOf(List.of(129L))).containsExactly("KP");
    assertThat(census.countriesOf(List.of(129L, 2L, 99L))).containsExactly("FR", "KP");
    assertThat(census.countriesOf(List.of())).isEmpty();
    assertThat(census.countries()).containsExactly("AF", "FR", "KP");
  }

  @Test
  void whatAShardTellsReplacesWhatItToldBefore() {
    told(1, new int[] {3, 9}, country("KP", 1));
    told(2, new int[] {3, 9}, country("FR", 1));
    told(1, new int[] {2}, country("KP", 0));
    assertThat(census.memberships(0)).isEqualTo(5);
    assertThat(census.memberships(1)).isEqualTo(9);
    assertThat(census.countriesOf(List.of(1L))).containsExactly("FR");
  }

  @Test
  void placesOfOneShardMeanNothingInAnother() {
    census.note(
        new ShardMembers(1, 0, new long[] {7, 8}, new int[] {1, 2}, List.of(country("KP", 0))));
    census.note(
        new ShardMembers(2, 0, new long[] {8, 7}, new int[] {1, 2}, List.of(country("FR", 0))));
    assertThat(census.countriesOf(List.of(7L))).containsExactly("KP");
    assertThat(census.memberships(7)).isEqualTo(3);
  }
}
