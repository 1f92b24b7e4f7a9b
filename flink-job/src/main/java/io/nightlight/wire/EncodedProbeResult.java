package io.nightlight.wire;

import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ProbeResult} in the bytes that it came in, written with one schema version: what says
 * the same as {@code SingleObjectDecoder} and {@link ProbeResultCodec} say of it, of the same
 * refusals, without the objects between. For one thread at a time.
 *
 * <p>The schema's fields stand here by hand. Whoever changes the schema changes this class too;
 * until then it does not know the new version's results and leaves them to Avro's own reader.
 */
final class EncodedProbeResult {
  /** Of the schema that the fields below are of; CRC-64-AVRO. */
  static final long FINGERPRINT = 0xB7E5_9903_3F6D_CA41L;

  private static final ProbeOutcome[] OUTCOMES = ProbeOutcome.values();
  private static final ProbeMethod[] METHODS = ProbeMethod.values();
  private static final int NULL_OR_VALUE = 2;

  private final EncodedNames<Vantage> vantages;
  private final AvroBody body = new AvroBody("ProbeResult");
  private byte[] bytes = {};
  private long observedAtMicros;
  private int vantageFrom;
  private int vantageTo;
  private int targetFrom;
  private int targetTo;
  private ProbeOutcome outcome = ProbeOutcome.UNKNOWN;
  private ProbeMethod method = ProbeMethod.UNKNOWN;
  private int replies;
  private int silences;
  private int errors;

  EncodedProbeResult(Vantages vantages) {
    this.vantages =
        new EncodedNames<>(
            (all, from, to) ->
                vantages.intern(new String(all, from, to - from, StandardCharsets.UTF_8)));
  }

  /** Whether the bytes say that they are of the schema that is known here. */
  static boolean isKnown(byte[] bytes) {
    return AvroBody.isSingleObject(bytes, FINGERPRINT);
  }

  /**
   * Takes the bytes apart; their values are not yet looked at.
   *
   * @param known bytes that {@link #isKnown} knows; they must not change before {@link #toDomain}
   * @throws RefusedException if they end too early, or are no such record in any other way
   */
  void read(byte[] known) {
    bytes = known;
    body.startBehindHeader(known);
    observedAtMicros = body.number();
    int length = body.run();
    vantageTo = body.position();
    vantageFrom = vantageTo - length;
    length = body.run();
    targetTo = body.position();
    targetFrom = targetTo - length;
    outcome = OUTCOMES[body.oneOf(OUTCOMES.length)];
    if (body.oneOf(NULL_OR_VALUE) == 1) {
      body.number(); // the round-trip time
    }
    method = METHODS[body.oneOf(METHODS.length)];
    replies = body.smallNumber();
    silences = body.smallNumber();
    errors = body.smallNumber();
    body.end();
  }

  /** As it was claimed. */
  long observedAtMicros() {
    return observedAtMicros;
  }

  /**
   * What the result read last says; null if its target is none of ours.
   *
   * @throws RefusedException as {@link ProbeResultCodec#toDomain} does
   */
  @Nullable ProbeObservation toDomain() {
    long micros = ObservedAt.check(observedAtMicros);
    if (outcome == ProbeOutcome.HEARTBEAT) {
      return ProbeObservation.heartbeat(micros);
    }
    Vantage vantage = vantages.find(bytes, vantageFrom, vantageTo);
    Target target = Targets.find(bytes, targetFrom, targetTo);
    return ProbeResultCodec.observation(
        vantage,
        micros,
        target,
        ProbeResultCodec.methodOf(method),
        outcome,
        replies,
        silences,
        errors);
  }
}
