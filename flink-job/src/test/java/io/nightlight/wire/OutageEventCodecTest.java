package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EndReason;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.Evidence;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEndReason;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.SignalEvidence;
import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutageEventCodecTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");

  static Stream<OutageEvent> events() {
    return Stream.of(open(), closed());
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsBackWhatItWrote(OutageEvent event) {
    byte[] bytes =
        SingleObjectEncoder.of(io.nightlight.schema.OutageEvent.class)
            .encode(OutageEventCodec.toAvro(event));
    io.nightlight.schema.OutageEvent read =
        SingleObjectDecoder.of(io.nightlight.schema.OutageEvent.class).decode(bytes);
    assertThat(OutageEventCodec.toDomain(read)).isEqualTo(event);
  }

  @Test
  void leavesNothingAtItsDefaultThatTheEventSays() {
    io.nightlight.schema.OutageEvent event = OutageEventCodec.toAvro(closed());
    io.nightlight.schema.OutageEvent empty = io.nightlight.schema.OutageEvent.newBuilder().build();
    event
        .getSchema()
        .getFields()
        .forEach(
            field ->
                assertThat(event.get(field.pos()))
                    .as(field.name())
                    .isNotEqualTo(empty.get(field.pos())));
  }

  @Test
  void writesVotersForRoutesAndVantagesForProbes() {
    List<SignalEvidence> evidence = OutageEventCodec.toAvro(closed()).getEvidence();
    assertThat(evidence.get(0).getVotersNow()).isEqualTo(17);
    assertThat(evidence.get(0).getVantages()).isNull();
    assertThat(evidence.get(1).getVotersNow()).isNull();
    assertThat(evidence.get(1).getVantages()).isEqualTo(3);
  }

  @Test
  void hasAWordForEverythingThatAnEventCanSay() {
    assertSameWords(EventKind.values(), OutageEventKind.values());
    assertSameWords(Severity.values(), OutageSeverity.values());
    assertSameWords(Classification.values(), OutageClassification.values());
    assertSameWords(EndReason.values(), OutageEndReason.values());
    assertSameWords(RunMode.values(), io.nightlight.schema.RunMode.values());
    assertSameWords(Signal.values(), io.nightlight.schema.Signal.values());
  }

  private static void assertSameWords(Enum<?>[] ours, Enum<?>[] theirs) {
    assertThat(Arrays.stream(theirs).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("UNKNOWN"), Arrays.stream(ours).map(Enum::name)).toList());
  }

  @Test
  void refusesWhatALaterVersionMightSay() {
    io.nightlight.schema.OutageEvent event = OutageEventCodec.toAvro(open());
    event.setKind(OutageEventKind.UNKNOWN);
    assertThatThrownBy(() -> OutageEventCodec.toDomain(event))
        .isInstanceOf(RefusedException.class)
        .hasMessage("EventKind UNKNOWN");
  }

  private static OutageEvent open() {
    return new OutageEvent(
        "0c5e7b1e-6f0a-5a36-9c3c-0b7d6f1f1f10",
        0,
        EventKind.STARTED,
        "KP",
        T0,
        T0.minusSeconds(60),
        T0.plusSeconds(60),
        null,
        null,
        null,
        T0.plusSeconds(180),
        Severity.TOTAL,
        Classification.ROUTES_WITHDRAWN,
        null,
        0,
        null,
        null,
        null,
        List.of(new Evidence(Signal.IPV4_ROUTES, null, null, null, 0, 0, null)),
        List.of(),
        List.of(),
        "1",
        "geo-1",
        "demo",
        RunMode.LIVE);
  }

  private static OutageEvent closed() {
    return new OutageEvent(
        "0c5e7b1e-6f0a-5a36-9c3c-0b7d6f1f1f10",
        2,
        EventKind.RECOVERED,
        "KP",
        T0,
        T0.minusSeconds(60),
        T0.plusSeconds(60),
        T0.plusSeconds(34_260),
        T0.plusSeconds(34_200),
        T0.plusSeconds(34_320),
        T0.plusSeconds(34_860),
        Severity.MAJOR,
        Classification.ROUTES_AND_DATA_PLANE,
        1.0,
        0.25,
        0.75,
        EndReason.LEVEL_SHIFT,
        "KP-1",
        List.of(
            new Evidence(Signal.IPV4_ROUTES, 3L, 4.0, 0.75, 18, 17, 0.001),
            new Evidence(Signal.PROBES, 2L, 2.5, 0.8, 4, 3, 0.002)),
        List.of("175.45.176.0/24"),
        List.of(131_279L),
        "1",
        "geo-1",
        "demo",
        RunMode.REPLAY);
  }
}
