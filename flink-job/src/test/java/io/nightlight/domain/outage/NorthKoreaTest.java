package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The event that all this was born from: four /24s, 20 to 23 December 2014 (domain facts 5.1). */
class NorthKoreaTest {

  @Test
  void tellsEightFlapsAndTwoOutagesToTheMinute() {
    Timeline timeline = Timeline.of(4).startingAt("2014-12-20T00:00:00Z");
    List<String> expected = new ArrayList<>();
    int[] minutesDown = {4, 12, 5, 7, 4, 9, 6, 11};
    for (int flap = 0; flap < 8; flap++) {
      String start = "2014-12-21T%02d:07:00Z".formatted(2 * flap + 3);
      timeline.wellUntil(start).all("0x" + minutesDown[flap]);
      expected.add(start + " " + timeline.now());
    }
    timeline.wellUntil("2014-12-22T16:15:00Z").all("0x571");
    timeline.wellUntil("2014-12-23T15:41:00Z").all("0x31");
    timeline.wellUntil("2014-12-24T00:00:00Z");
    expected.add("2014-12-22T16:15:00Z 2014-12-23T01:46:00Z");
    expected.add("2014-12-23T15:41:00Z 2014-12-23T16:12:00Z");

    assertThat(timeline.events)
        .filteredOn(event -> event.kind() == EventKind.RECOVERED)
        .extracting(event -> event.startedAt() + " " + event.recoveredAt())
        .containsExactlyElementsOf(expected);
    assertThat(timeline.events).hasSize(20);
    assertThat(timeline.events).extracting(OutageEvent::severity).containsOnly(Severity.TOTAL);
    assertThat(timeline.events.stream().map(OutageEvent::eventId).distinct()).hasSize(10);
  }
}
