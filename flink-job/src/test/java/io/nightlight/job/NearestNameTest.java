package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',     '',     0
          '',     abc,    3
          abc,    abc,    0
          abc,    abd,    1
          abc,    ab,     1
          abc,    bac,    1
          kitten, sitting, 3
          """)
  void countsEdits(String a, String b, int edits) {
    assertThat(NearestName.edits(a, b)).isEqualTo(edits);
  }

  @ParameterizedTest
  @CsvSource({"repaly, replay", "publsh, publish", "x, demo", "toppics, topics"})
  void findsTheNearestAndOfEqualsTheFirst(String typed, String nearest) {
    assertThat(NearestName.to(typed, List.of("demo", "replay", "publish", "topics", "tail")))
        .isEqualTo(nearest);
  }

  @Property
  void editsAreSymmetricAndNeverMoreThanTheLongerName(
      @ForAll @AlphaChars @StringLength(max = 12) String a,
      @ForAll @AlphaChars @StringLength(max = 12) String b) {
    int edits = NearestName.edits(a, b);
    assertThat(edits).isEqualTo(NearestName.edits(b, a));
    assertThat(edits).isBetween(a.equals(b) ? 0 : 1, Math.max(1, Math.max(a.length(), b.length())));
  }
}
