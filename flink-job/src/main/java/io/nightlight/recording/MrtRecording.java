package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import io.nightlight.recording.mrt.MrtDamageException;
import io.nightlight.recording.mrt.MrtDecoder;
import io.nightlight.recording.mrt.MrtReader;
import io.nightlight.recording.mrt.MrtRecord;
import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.bgp.BgpFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One MRT file from its first record to its last, as messages and refusals in file order. */
final class MrtRecording implements Recording {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int SEQUENCE_SECOND_SHIFT = 32;

  private final String source;
  private final InputStream in;
  private final MrtReader reader;
  private final MrtDecoder decoder;
  private final Queue<Recorded> ready = new ArrayDeque<>();
  private @Nullable MrtRecord ahead;
  private @Nullable MrtDamageException damage;
  private boolean finished;
  private boolean anyAccepted;
  private long firstSecond;
  private long lastSecond;
  private long placeMicros;
  private long nextNumber = 1;

  MrtRecording(String source, String collector, InputStream in) {
    this.source = source;
    this.in = in;
    this.reader = new MrtReader(in);
    this.decoder = new MrtDecoder(collector);
    readAhead();
  }

  @Override
  public @Nullable Recorded next() {
    while (ready.isEmpty() && !finished) {
      advance();
    }
    return ready.poll();
  }

  @Override
  public Set<Session> sessionsInDumps() {
    return decoder.sessionsInDumps();
  }

  @Override
  public Set<Session> sessionsInUpdates() {
    return decoder.sessionsInUpdates();
  }

  @Override
  public SkipCounts skipped() {
    return decoder.skipped();
  }

  private void advance() {
    MrtRecord record = ahead;
    if (record == null) {
      finish();
      return;
    }
    readAhead();
    nextNumber = record.number() + 1;
    if (!record.hasRegisteredType()) {
      decoder.abandonDump(); // the framing may be lost, and rows with it
      reject(record, RejectReason.UNSUPPORTED_TYPE, "MRT record of type " + record.type());
    } else if (isFarAhead(record)) {
      reject(
          record, RejectReason.FUTURE_TIMESTAMP, "over 24 h ahead of the records before and after");
    } else {
      accept(record);
    }
  }

  private void accept(MrtRecord record) {
    if (!anyAccepted) {
      anyAccepted = true;
      firstSecond = record.seconds();
      placeMicros = Math.max(placeMicros, record.seconds() * MICROS_PER_SECOND);
    }
    lastSecond = record.seconds();
    try {
      placeMicros = Math.max(placeMicros, record.observedAtMicros());
      Original original = originalOf(record);
      for (BgpMessage message : decoder.decode(record, sequence(record.number()))) {
        ready.add(Recorded.decoded(message, placeMicros, original));
      }
    } catch (BgpFormatException e) {
      reject(record, e.reason(), e.getMessage());
    }
  }

  private boolean isFarAhead(MrtRecord record) {
    MrtRecord behind = ahead;
    boolean behindTells = behind != null && behind.hasRegisteredType();
    return TimeAhead.isDoubtful(
        anyAccepted ? micros(lastSecond) : OptionalLong.empty(),
        record.seconds() * MICROS_PER_SECOND,
        behindTells ? micros(behind.seconds()) : OptionalLong.empty());
  }

  private static OptionalLong micros(long seconds) {
    return OptionalLong.of(seconds * MICROS_PER_SECOND);
  }

  private void finish() {
    finished = true;
    MrtDamageException broken = damage;
    if (broken == null) {
      Original end = Original.endOf(source, reader.offset());
      for (BgpMessage message : decoder.finish(sequence(nextNumber))) {
        ready.add(Recorded.decoded(message, placeMicros, end));
      }
      return;
    }
    Original rest = new Original(source, reader.offset(), broken.bytes());
    ready.add(
        Recorded.rejected(
            rest,
            rest.refused(broken.reason(), broken.getMessage(), placeMicros),
            placeMicros,
            sequence(nextNumber)));
  }

  /**
   * A refused row of a table dump leaves the dump with a gap: what it lacks must not count as
   * withdrawn (P25).
   */
  private void reject(MrtRecord record, RejectReason reason, @Nullable String message) {
    if (record.isOfTableDump()) {
      decoder.abandonDump();
    }
    Original original = originalOf(record);
    String what = "record " + record.number() + ": " + message;
    ready.add(
        Recorded.rejected(
            original,
            original.refused(reason, what, record.seconds() * MICROS_PER_SECOND),
            placeMicros,
            sequence(record.number())));
  }

  private Original originalOf(MrtRecord record) {
    return new Original(source, record.offset(), record.bytes());
  }

  private long sequence(long number) {
    return firstSecond << SEQUENCE_SECOND_SHIFT | number;
  }

  private void readAhead() {
    ahead = null;
    try {
      ahead = reader.next();
    } catch (MrtDamageException e) {
      damage = e;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
