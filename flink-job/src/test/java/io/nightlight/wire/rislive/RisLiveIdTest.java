package io.nightlight.wire.rislive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RisLiveIdTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # id,                                            sequence (-1: none)
          196.60.9.165-1558620047.08-11924763,             11924763
          2001:43f8:6d0::9:165-1558620047.08-7571534,      7571534
          11-2001-504-1-a500-2497-1-439516,                439516
          192.0.2.1-0190e1c1d9f00009,                      112838213385584649
          192.0.2.1-0190e1c1d9f0000a,                      112838213385584650
          192.0.2.1-0190000000000009,                      112589990684262409
          7,                                               7
          '',                                              -1
          192.0.2.1-,                                      -1
          192.0.2.1-abc,                                   -1
          192.0.2.1-f190e1c1d9f00001,                      -1
          192.0.2.1-12345678901234567,                     -1
          192.0.2.1-٣,                                     -1
          """)
  void tellsTheOrder(String id, long sequence) {
    assertThat(RisLiveId.sequence(id, -1)).isEqualTo(sequence);
  }
}
