package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.encoding.ContainerReader;
import io.nightlight.schema.encoding.UnreadableRecordException;
import io.nightlight.wire.ObservedAt;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.Targets;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** An Avro container of records of one of our schemas. */
abstract class AvroContents<M extends SpecificRecord> implements Contents<M> {
  private final Class<M> type;
  private final String source;
  private final InputStream in;
  private final SkipCounts skipped = new SkipCounts();
  private @Nullable ContainerReader<M> reader;
  private long number;
  private boolean ended;

  private AvroContents(Class<M> type, String source, InputStream in) {
    this.type = type;
    this.source = source;
    this.in = in;
  }

  static Contents<BgpMessage> ofBgpMessages(String source, InputStream in) {
    return new OfBgpMessages(source, in);
  }

  static Contents<ProbeResult> ofProbeResults(String source, InputStream in) {
    return new OfProbeResults(source, in);
  }

  /**
   * Whether it says anything; what is passed over is counted.
   *
   * @throws RefusedException if a value in it cannot be
   */
  abstract boolean isOfInterest(M message);

  @Override
  public final @Nullable Entry<M> next() {
    while (!ended) {
      try {
        M message = read();
        ended = message == null;
        if (message != null && isOfInterest(message)) {
          return entry(message, null);
        }
      } catch (RefusedException e) {
        return entry(null, e);
      } catch (UnreadableRecordException e) {
        ended = reader == null; // else the next block, if the reader finds one
        return entry(null, new RefusedException(RejectReason.of(e), e.getMessage()));
      } catch (IOException e) {
        ended = true;
        RejectReason reason =
            e instanceof EOFException ? RejectReason.TRUNCATED : RejectReason.MALFORMED;
        return entry(
            null, new RefusedException(reason, "the file cannot be read on: " + e.getMessage()));
      }
    }
    return null;
  }

  private @Nullable M read() throws IOException {
    number++;
    ContainerReader<M> opened = reader;
    if (opened == null) {
      opened = new ContainerReader<>(type, in);
      reader = opened;
    }
    return opened.next();
  }

  private Entry<M> entry(@Nullable M message, @Nullable RefusedException refusal) {
    ContainerReader<M> opened = reader;
    byte[] bytes = opened == null ? new byte[0] : opened.original();
    Original original = new Original(source, opened == null ? 0 : opened.blockOffset(), bytes);
    return new Entry<>(number, "record", original, bytes.length, message, refusal);
  }

  final void count(Skipped kind) {
    skipped.add(kind, 1);
  }

  @Override
  public final SkipCounts skipped() {
    return skipped;
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }

  private static final class OfBgpMessages extends AvroContents<BgpMessage> {
    OfBgpMessages(String source, InputStream in) {
      super(BgpMessage.class, source, in);
    }

    @Override
    boolean isOfInterest(BgpMessage message) {
      ObservedAt.check(micros(message));
      return true;
    }

    @Override
    public long micros(BgpMessage message) {
      return Micros.of(message.getObservedAt());
    }

    @Override
    public Recorded recorded(Entry<BgpMessage> entry, BgpMessage message, long placeMicros) {
      return Recorded.decoded(message, placeMicros, entry.original());
    }

    @Override
    public @Nullable Session session(BgpMessage message) {
      return message.getCollector().isEmpty()
          ? null // the feed's own heartbeat
          : Session.of(message.getCollector(), message.getPeerAddress(), message.getPeerAsn());
    }
  }

  private static final class OfProbeResults extends AvroContents<ProbeResult> {
    OfProbeResults(String source, InputStream in) {
      super(ProbeResult.class, source, in);
    }

    @Override
    boolean isOfInterest(ProbeResult result) {
      ObservedAt.check(micros(result));
      if (result.getOutcome() == ProbeOutcome.HEARTBEAT
          || Targets.find(result.getTargetAddress()) != null) {
        return true;
      }
      count(Skipped.OTHER_TARGET);
      return false;
    }

    @Override
    public long micros(ProbeResult result) {
      return Micros.of(result.getObservedAt());
    }

    @Override
    public Recorded recorded(Entry<ProbeResult> entry, ProbeResult result, long placeMicros) {
      return Recorded.decoded(result, placeMicros, entry.number(), entry.original());
    }

    @Override
    public @Nullable Session session(ProbeResult result) {
      return null;
    }
  }
}
