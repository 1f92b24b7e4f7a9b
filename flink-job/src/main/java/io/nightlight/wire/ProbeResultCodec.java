package io.nightlight.wire;

import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@link ProbeResult} to {@link ProbeObservation}, and the heartbeat. There is no way back: an
 * observation knows the block and not the address. For one thread at a time: it keeps the vantages
 * that it has met.
 */
public final class ProbeResultCodec {
  /** Of one measurement; nobody pings an address this often and tells one result of it. */
  private static final int MOST_PROBES = 10_000;

  private final Vantages vantages;

  public ProbeResultCodec() {
    this(new Vantages());
  }

  ProbeResultCodec(Vantages vantages) {
    this.vantages = vantages;
  }

  /**
   * What the result says; null if its target is none of ours (see {@link Targets}), which whoever
   * asked counts as {@link Skipped#OTHER_TARGET}.
   *
   * @throws RefusedException if a value in it cannot be, or if it is of a kind that came later
   */
  public @Nullable ProbeObservation toDomain(ProbeResult result) {
    long micros = ObservedAt.check(Micros.of(result.getObservedAt()));
    if (result.getOutcome() == ProbeOutcome.HEARTBEAT) {
      return ProbeObservation.heartbeat(micros);
    }
    Vantage vantage = vantages.intern(result.getVantage());
    Target target = Targets.find(result.getTargetAddress());
    return observation(
        vantage,
        micros,
        target,
        methodOf(result.getMethod()),
        result.getOutcome(),
        result.getReplies(),
        result.getSilences(),
        result.getErrors());
  }

  /** What says of no vantage and no address how far time has come. */
  public static ProbeResult heartbeat(Instant at) {
    return ProbeResult.newBuilder()
        .setOutcome(ProbeOutcome.HEARTBEAT)
        .setVantage(Vantage.FEED.name())
        .setObservedAt(at)
        .build();
  }

  /** Where no counts are told, there was one probe; else they must agree with the outcome. */
  static @Nullable ProbeObservation observation(
      Vantage vantage,
      long micros,
      @Nullable Target target,
      ProbeMethod method,
      ProbeOutcome outcome,
      int replies,
      int silences,
      int errors) {
    checkCount("replies", replies);
    checkCount("silences", silences);
    checkCount("errors", errors);
    boolean single = (replies | silences | errors) == 0;
    ProbeOutcome counted = single ? checkKnown(outcome) : outcomeOf(replies, silences);
    if (counted != outcome) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE,
          "%s of %d replies, %d silences, %d errors"
              .formatted(checkKnown(outcome), replies, silences, errors));
    }
    if (target == null) {
      return null;
    }
    return single
        ? single(vantage, micros, target, method, outcome)
        : new ProbeObservation(vantage, micros, target, method, replies, silences, errors);
  }

  /** What several probes together came to. */
  public static ProbeOutcome outcomeOf(int replies, int silences) {
    if (replies > 0) {
      return ProbeOutcome.REPLY;
    }
    return silences > 0 ? ProbeOutcome.NO_REPLY : ProbeOutcome.PROBE_ERROR;
  }

  private static ProbeObservation single(
      Vantage vantage, long micros, Target target, ProbeMethod method, ProbeOutcome outcome) {
    return new ProbeObservation(
        vantage,
        micros,
        target,
        method,
        outcome == ProbeOutcome.REPLY ? 1 : 0,
        outcome == ProbeOutcome.NO_REPLY ? 1 : 0,
        outcome == ProbeOutcome.PROBE_ERROR ? 1 : 0);
  }

  static ProbeMethod methodOf(io.nightlight.schema.ProbeMethod method) {
    return switch (method) {
      case ICMP_ECHO -> ProbeMethod.ICMP_ECHO;
      case TCP_CONNECT -> ProbeMethod.TCP_CONNECT;
      case UDP -> ProbeMethod.UDP;
      case TRACEROUTE -> ProbeMethod.TRACEROUTE;
      case DNS -> ProbeMethod.DNS;
      case HTTP -> ProbeMethod.HTTP;
      case UNKNOWN ->
          throw new RefusedException(
              RejectReason.UNSUPPORTED_TYPE, "a method of probing that this version does not know");
    };
  }

  private static ProbeOutcome checkKnown(ProbeOutcome outcome) {
    if (outcome == ProbeOutcome.UNKNOWN) {
      throw new RefusedException(
          RejectReason.UNSUPPORTED_TYPE, "an outcome of a probe that this version does not know");
    }
    return outcome;
  }

  private static void checkCount(String what, int count) {
    if (count < 0 || count > MOST_PROBES) {
      throw new RefusedException(RejectReason.INVALID_VALUE, count + " " + what);
    }
  }
}
