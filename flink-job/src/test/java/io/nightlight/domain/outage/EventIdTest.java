package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdTest {

  /** The namespace for domain names of RFC 9562 section 6.6. */
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  @Test
  void agreesWithTheExampleOfRfc9562AppendixA4() {
    assertThat(EventId.nameBased(DNS, "www.example.com"))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void dependsOnEachOfItsParts() {
    Instant start = Instant.parse("2014-12-22T16:15:00Z");
    Instant detected = Instant.parse("2014-12-22T16:17:00Z");
    String id = EventId.of("KP", start, detected, "1");

    assertThat(id).isEqualTo(EventId.of("KP", start, detected, "1"));
    assertThat(UUID.fromString(id).version()).isEqualTo(5);
    assertThat(id)
        .isNotEqualTo(EventId.of("KR", start, detected, "1"))
        .isNotEqualTo(EventId.of("KP", start.plusSeconds(1), detected, "1"))
        .isNotEqualTo(EventId.of("KP", start, detected.plusSeconds(1), "1"))
        .isNotEqualTo(EventId.of("KP", start, detected, "2"));
  }
}
