package io.nightlight.domain.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @Test
  void readsTheLongestTextThatAnAddressHas() {
    String longest = "2001:0db8:0000:0000:0000:ffff:175.045.176.001";

    assertThat(IpAddress.format(IpAddress.parse(longest))).isEqualTo("2001:db8::ffff:af2d:b001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1.", ".", ":", "a:", "1:", "中", "\0"})
  void repeatsNoTextThatIsLongerThanAnAddress(String piece) {
    String text = piece.repeat(600_000 / piece.length());

    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an IP address: a text of 600000 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2.3", "1.2.3.256", "1.2.3.4.5", "::1::", "1:2", "star.kp", "::g"})
  void repeatsAShortTextThatIsNone(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an IP address: " + text);
  }
}
