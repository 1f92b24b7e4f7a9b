package io.nightlight.domain.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.observation.ProbeMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a result is packed into on its way to a shard. */
class BlockBatchTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0.0.0.0, 0.0.0.0/24
          175.45.176.71, 175.45.176.0/24
          255.255.255.255, 255.255.255.0/24
          '::', '::/48'
          2001:db8:1:2::3, 2001:db8:1::/48
          'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff::/48'
          """)
  void aTargetKeyKeepsTheBlock(String address, String block) {
    Target target = Target.of(IpAddress.parse(address));
    long key = TargetKey.of(target);
    assertThat(Prefix.format(TargetKey.block(key))).isEqualTo(block);
    assertThat(TargetKey.isIpv6(key)).isEqualTo(Prefix.isIpv6(target.block()));
    assertThat(TargetKey.index(key)).isEqualTo(Prefix.firstBlock(target.block()));
  }

  @ParameterizedTest
  @CsvSource({"175.45.176.0, 0", "175.45.176.71, 71", "175.45.176.255, 255"})
  void anIpv4TargetKeyKeepsTheHost(String address, int host) {
    assertThat(TargetKey.host(TargetKey.of(Target.of(IpAddress.parse(address))))).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0, 1, 0, 1
          3, 0, 3, 0
          16383, 16383, 16383, 16383
          16384, 2147483647, 16383, 16383
          """)
  void anOutcomeKeepsTheCounts(int replies, int silences, int keptReplies, int keptSilences) {
    for (ProbeMethod method : ProbeMethod.values()) {
      int outcome = ProbeOutcome.of(method, replies, silences);
      assertThat(ProbeOutcome.method(outcome)).isEqualTo(method.ordinal());
      assertThat(ProbeOutcome.replies(outcome)).isEqualTo(keptReplies);
      assertThat(ProbeOutcome.silences(outcome)).isEqualTo(keptSilences);
    }
  }

  @Test
  void aBatchIsFullAtSomeTimeAndEmptyWhenTaken() {
    BlockBatchBuilder builder = new BlockBatchBuilder(7);
    assertThat(builder.isEmpty()).isTrue();
    int added = 0;
    while (!builder.isFull()) {
      builder.add(Probes.result(added % 3, Probes.at(added), Probes.BLOCK, added, 1, 2));
      added++;
    }
    BlockBatch batch = builder.take(99);
    assertThat(batch.size()).isEqualTo(added);
    assertThat(batch.shard()).isEqualTo(7);
    assertThat(batch.passedMicros()).isEqualTo(99);
    assertThat(batch.vantages()[4]).isEqualTo(Probes.vantage(1).id());
    assertThat(batch.times()[4]).isEqualTo(Probes.at(4));
    assertThat(builder.isEmpty()).isTrue();
    assertThat(BlockBatch.wake(7, 99).size()).isZero();
  }
}
