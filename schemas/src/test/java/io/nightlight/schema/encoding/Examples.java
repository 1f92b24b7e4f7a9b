package io.nightlight.schema.encoding;

import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEndReason;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RejectedRecordReason;
import io.nightlight.schema.RunMode;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalEvidence;
import io.nightlight.schema.SignalScore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** One record of each kind with every field filled. */
public final class Examples {
  private static final Instant STARTED = Instant.parse("2014-12-22T16:15:00Z");
  private static final Instant ENDED = Instant.parse("2014-12-23T01:46:00.000001Z");

  private Examples() {}

  public static List<SpecificRecord> all() {
    return List.of(
        bgpMessage(),
        probeResult(),
        availabilityScore(),
        outageEvent(),
        measurementEvent(),
        rejectedRecord());
  }

  public static BgpMessage bgpMessage() {
    return BgpMessage.newBuilder()
        .setKind(BgpMessageKind.RIB_ROW)
        .setCollector("rrc06")
        .setPeerAddress("2001:7f8:28::1")
        .setPeerAsn(4_294_967_295L)
        .setObservedAt(STARTED)
        .setSequence(Long.MIN_VALUE)
        .setAnnouncedIpv4(bytes(24, 175, 45, 176, 24, 175, 45, 177))
        .setAnnouncedIpv6(bytes(16, 0x2a, 0x02))
        .setWithdrawnIpv4(bytes(8, 11))
        .setWithdrawnIpv6(bytes(17, 0x2a, 0x02, 0x80))
        .setAnnouncedPathIds(List.of(1L, 2L, 3L))
        .setWithdrawnPathIds(List.of(4L, 5L))
        .setAsPath(List.of(4837L, 131_279L))
        .setOriginAsn(131_279)
        .setEndOfRib(true)
        .setRibStartedAt(STARTED)
        .setOriginatedAt(STARTED.minusNanos(1000))
        .build();
  }

  public static ProbeResult probeResult() {
    return ProbeResult.newBuilder()
        .setObservedAt(STARTED)
        .setVantage("atlas-6012")
        .setTargetAddress("175.45.176.1")
        .setOutcome(ProbeOutcome.REPLY)
        .setRtt(81_250L)
        .setMethod(ProbeMethod.ICMP_ECHO)
        .setReplies(2)
        .setSilences(1)
        .setErrors(0)
        .build();
  }

  public static AvailabilityScore availabilityScore() {
    return AvailabilityScore.newBuilder()
        .setCountry("KP")
        .setWindowStart(STARTED)
        .setWindowEnd(STARTED.plusSeconds(60))
        .setStatus(AvailabilityStatus.OUT)
        .setScore(0.0)
        .setSignals(
            List.of(
                SignalScore.newBuilder()
                    .setSignal(Signal.IPV4_ROUTES)
                    .setStatus(AvailabilityStatus.OUT)
                    .setValue(0L)
                    .setBaseline(4.0)
                    .setRatio(0.0)
                    .setUnknownBlocks(1)
                    .setVoters(18)
                    .build(),
                SignalScore.newBuilder()
                    .setSignal(Signal.PROBES)
                    .setStatus(AvailabilityStatus.WARMING)
                    .setVantages(3)
                    .build()))
        .setRulesVersion("1")
        .setGeoVersion("rir-2014-12-20")
        .build();
  }

  public static OutageEvent outageEvent() {
    return OutageEvent.newBuilder()
        .setEventId("0c5e7b1e-6f0a-5a36-9c3c-0b7d6f1f1f10")
        .setRevision(1)
        .setKind(OutageEventKind.RECOVERED)
        .setCountry("KP")
        .setStartedAt(STARTED)
        .setStartedAtEarliest(STARTED.minusSeconds(60))
        .setStartedAtLatest(STARTED.plusSeconds(60))
        .setRecoveredAt(ENDED)
        .setRecoveredAtEarliest(ENDED.minusSeconds(60))
        .setRecoveredAtLatest(ENDED.plusSeconds(60))
        .setDetectedAt(ENDED.plusSeconds(600))
        .setSeverity(OutageSeverity.TOTAL)
        .setClassification(OutageClassification.ROUTES_WITHDRAWN)
        .setScore(1.0)
        .setLowestScore(0.000001)
        .setRecoveredTo(0.333333)
        .setEndReason(OutageEndReason.RECOVERED)
        .setGroupId("KP-1")
        .setEvidence(
            List.of(
                SignalEvidence.newBuilder()
                    .setSignal(Signal.IPV4_ROUTES)
                    .setValue(4L)
                    .setBaseline(4.0)
                    .setRatio(1.0)
                    .setMembersBefore(18)
                    .setVotersNow(17)
                    .setVantages(2)
                    .setExceedance(0.0001)
                    .build()))
        .setLostPrefixes(List.of("175.45.176.0/24", "2a02::/16"))
        .setOriginAsns(List.of(131_279L))
        .setRulesVersion("1")
        .setGeoVersion("rir-2014-12-20")
        .setDeployment("demo")
        .setMode(RunMode.REPLAY)
        .build();
  }

  public static MeasurementEvent measurementEvent() {
    return MeasurementEvent.newBuilder()
        .setEventId("0c5e7b1e-6f0a-5a36-9c3c-0b7d6f1f1f11")
        .setRevision(1)
        .setKind(MeasurementEventKind.RESTORED)
        .setScopeKind(MeasurementScopeKind.COLLECTOR)
        .setScope("rrc06")
        .setReason(MeasurementReason.SILENCE)
        .setStartedAt(STARTED)
        .setEndedAt(ENDED)
        .setDetectedAt(ENDED)
        .setAffectedCountries(List.of("JP", "KP"))
        .setRulesVersion("1")
        .setDeployment("demo")
        .setMode(RunMode.LIVE)
        .build();
  }

  public static RejectedRecord rejectedRecord() {
    return RejectedRecord.newBuilder()
        .setSource("bgp.updates")
        .setPartition(23)
        .setOffset(Long.MAX_VALUE)
        .setObservedAt(STARTED)
        .setReason(RejectedRecordReason.TRUNCATED)
        .setMessage("8 bytes wanted, 3 left\nürgh \u2028")
        .setOriginal(bytes(0xC3, 1, 0))
        .setOriginalLength(3)
        .build();
  }

  private static ByteBuffer bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteBuffer.wrap(bytes);
  }
}
