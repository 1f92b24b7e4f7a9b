package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import org.junit.jupiter.api.Test;

class LostPrefixesTest {
  private static final long HOUR = 3_600_000_000L;

  private final LostPrefixes lost = new LostPrefixes();

  private void note(String prefix, Visibility before, Visibility after, int collectors) {
    long key = Prefix.parse(prefix);
    lost.note(new VisibilityChange(key, before, after, 64_500, 9, 9, collectors), HOUR);
  }

  private void lost(String prefix, int collectors) {
    note(prefix, Visibility.VISIBLE, Visibility.LOST, collectors);
  }

  @Test
  void p63ALossIsConfirmedByWhoeverLostHalfOfItsBlocks() {
    assertThat(lost.collectors(IpFamily.IPV4)).isZero();
    lost("175.45.176.0/22", 1);
    assertThat(lost.collectors(IpFamily.IPV4)).isEqualTo(1);
    lost("11.0.0.0/23", 3);
    assertThat(lost.collectors(IpFamily.IPV4)).as("2 of 6 blocks").isEqualTo(1);
    lost("11.1.0.0/23", 2);
    assertThat(lost.collectors(IpFamily.IPV4)).as("4 of 8 blocks").isEqualTo(2);
    assertThat(lost.collectors(IpFamily.IPV6)).isZero();
    note("11.1.0.0/23", Visibility.LOST, Visibility.VISIBLE, 0);
    assertThat(lost.collectors(IpFamily.IPV4)).isEqualTo(1);
    note("175.45.176.0/22", Visibility.LOST, Visibility.LOST, 2);
    assertThat(lost.collectors(IpFamily.IPV4)).isEqualTo(2);
    lost.forgetBefore(3 * HOUR);
    assertThat(lost.collectors(IpFamily.IPV4)).isZero();
  }

  /** What was lost long ago is confirmed in vain. */
  @Test
  void whatIsForgottenIsNotConfirmed() {
    note("11.0.0.0/8", Visibility.LOST, Visibility.LOST, 2);
    assertThat(lost.all()).isEmpty();
  }
}
