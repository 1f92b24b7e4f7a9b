package io.nightlight.wire.atlas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeResult;
import io.nightlight.wire.ObservedAt;
import io.nightlight.wire.ProbeResultCodec;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.Targets;
import io.nightlight.wire.UntrustedJson;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Results of RIPE Atlas pings, of all firmware, to {@link ProbeResult}: one each, with the counts
 * of its packets. The vantage is {@code atlas-} and the probe's number. For one thread at a time.
 *
 * <p>What fails at the probe is no loss (pitfall P33): a packet that could not be sent is an error,
 * which says nothing of the target; a measurement that sent none to any address is passed over. So
 * is one of a probe that does not know whether its clock is right ({@code lts} of -1): a silence
 * told at a wrong time would be held against the target, and a reply would hide its outage.
 */
public final class AtlasReader {
  /** One result; real ones have some hundred bytes. */
  public static final int MOST_RESULT_BYTES = 1 << 20;

  /** Many results in one array. */
  private static final int MOST_BYTES = 1 << 24;

  private static final long MOST_PROBE = 0xFFFF_FFFFL;

  private final SkipCounts skipped = new SkipCounts();

  /**
   * Reads one result.
   *
   * @return null if it is passed over, and counted
   * @throws RefusedException if it is no such result or a value in it cannot be
   */
  public @Nullable ProbeResult read(byte[] json) {
    return resultOf(UntrustedJson.read(json, MOST_RESULT_BYTES, AtlasResult::read));
  }

  /**
   * Reads one result, or an array of them.
   *
   * @param out hears of each in its order; those behind a bad one too, unless the JSON itself ends
   *     there
   * @throws RefusedException at the end, for the first that is none or in which a value cannot be
   */
  public void read(byte[] json, Consumer<ProbeResult> out) {
    RefusedException problem =
        UntrustedJson.read(
            json,
            MOST_BYTES,
            parser ->
                parser.currentToken() == JsonToken.START_ARRAY
                    ? readArray(parser, out)
                    : readOne(parser, out));
    if (problem != null) {
      throw problem;
    }
  }

  /** What was passed over so far. */
  public SkipCounts skipped() {
    return skipped;
  }

  private @Nullable RefusedException readArray(JsonParser json, Consumer<ProbeResult> out)
      throws IOException {
    RefusedException first = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      RefusedException problem = readOne(json, out);
      first = first == null ? problem : first;
    }
    return first;
  }

  private @Nullable RefusedException readOne(JsonParser json, Consumer<ProbeResult> out)
      throws IOException {
    AtlasResult result = AtlasResult.read(json);
    try {
      ProbeResult read = resultOf(result);
      if (read != null) {
        out.accept(read);
      }
      return null;
    } catch (RefusedException e) {
      return e;
    }
  }

  private @Nullable ProbeResult resultOf(AtlasResult result) {
    if (result.isOther()) {
      return pass(Skipped.OTHER_MEASUREMENT);
    }
    RefusedException problem = result.problem();
    if (problem != null) {
      throw problem;
    }
    if (!result.isPing()) {
      throw new RefusedException(RejectReason.UNSUPPORTED_TYPE, "no type of measurement");
    }
    checkProbe(result.probe());
    ObservedAt.check(result.timestampMicros());
    if (result.hasUnsureClock()) {
      return pass(Skipped.UNSURE_CLOCK);
    }
    return isNothingProbed(result) ? pass(Skipped.NOTHING_PROBED) : ofTarget(result);
  }

  private @Nullable ProbeResult ofTarget(AtlasResult result) {
    if (Targets.find(result.address()) == null) {
      return pass(Skipped.OTHER_TARGET);
    }
    PingPackets packets = result.packets();
    long shortest = packets.shortestMicros();
    return ProbeResult.newBuilder()
        .setVantage("atlas-" + result.probe())
        .setObservedAt(Micros.toInstant(result.timestampMicros()))
        .setTargetAddress(result.address())
        .setMethod(methodOf(result.protocol()))
        .setOutcome(ProbeResultCodec.outcomeOf(packets.replies(), packets.silences()))
        .setRtt(packets.replies() > 0 && shortest >= 0 ? (Long) shortest : null)
        .setReplies(packets.replies())
        .setSilences(packets.silences())
        .setErrors(packets.errors())
        .build();
  }

  private static boolean isNothingProbed(AtlasResult result) {
    PingPackets packets = result.packets();
    if (!result.address().isEmpty()) {
      return packets.isEmpty();
    }
    if (packets.replies() > 0 || packets.silences() > 0) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "dst_addr is missing");
    }
    return true;
  }

  private static void checkProbe(long probe) {
    if (probe <= 0 || probe > MOST_PROBE) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE, probe == 0 ? "prb_id is missing" : "prb_id is " + probe);
    }
  }

  private static ProbeMethod methodOf(String protocol) {
    return switch (protocol) {
      case "", "ICMP", "I" -> ProbeMethod.ICMP_ECHO;
      case "UDP", "U" -> ProbeMethod.UDP;
      case "TCP", "T" -> ProbeMethod.TCP_CONNECT;
      default ->
          throw new RefusedException(
              RejectReason.UNSUPPORTED_TYPE, "a ping by '" + UntrustedJson.shown(protocol) + "'");
    };
  }

  private @Nullable ProbeResult pass(Skipped kind) {
    skipped.add(kind, 1);
    return null;
  }
}
