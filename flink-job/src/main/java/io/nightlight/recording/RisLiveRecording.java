package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.Micros;
import io.nightlight.recording.rislive.JsonLine;
import io.nightlight.recording.rislive.JsonLines;
import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.rislive.RisLiveReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file of RIS Live messages, a JSON object a line. The collector of each stands in it; the
 * file's own is for those in which it doesn't.
 */
final class RisLiveRecording implements Recording {
  private final String source;
  private final String collector;
  private final InputStream in;
  private final JsonLines lines;
  private final RisLiveReader reader = new RisLiveReader();
  private final Set<Session> sessions = new HashSet<>();
  private OptionalLong lastMicros = OptionalLong.empty();
  private long placeMicros;
  private @Nullable Read ahead;

  /** A line and what it said: a message, or the refusal of the line. */
  private record Read(
      JsonLine line, @Nullable BgpMessage message, @Nullable RefusedException refusal) {
    OptionalLong micros() {
      return message == null
          ? OptionalLong.empty()
          : OptionalLong.of(Micros.of(message.getObservedAt()));
    }
  }

  RisLiveRecording(String source, String collector, InputStream in) {
    this.source = source;
    this.collector = collector;
    this.in = in;
    this.lines = new JsonLines(in);
    ahead = read();
  }

  @Override
  public @Nullable Recorded next() {
    Read read = ahead;
    if (read == null) {
      return null;
    }
    ahead = read();
    BgpMessage message = read.message;
    if (message == null) {
      return rejected(read.line, Objects.requireNonNull(read.refusal));
    }
    long micros = Micros.of(message.getObservedAt());
    OptionalLong behind = ahead == null ? OptionalLong.empty() : ahead.micros();
    if (TimeAhead.isDoubtful(lastMicros, micros, behind)) {
      return rejected(
          read.line,
          new RefusedException(
              RejectReason.FUTURE_TIMESTAMP, "over 24 h ahead of the lines before and after"));
    }
    lastMicros = OptionalLong.of(micros);
    placeMicros = Math.max(placeMicros, micros);
    sessions.add(
        Session.of(message.getCollector(), message.getPeerAddress(), message.getPeerAsn()));
    return Recorded.decoded(message, placeMicros, original(read.line));
  }

  /** The next line that says anything; null at the end. */
  private @Nullable Read read() {
    try {
      for (JsonLine line = lines.next(); line != null; line = lines.next()) {
        Read read = read(line);
        if (read.message != null || read.refusal != null) {
          return read;
        }
      }
      return null;
    } catch (IOException e) {
      RejectReason reason =
          e instanceof EOFException ? RejectReason.TRUNCATED : RejectReason.MALFORMED;
      byte[] bytes = lines.partial();
      JsonLine broken = new JsonLine(0, lines.offset(), bytes, bytes.length);
      return new Read(
          broken,
          null,
          new RefusedException(reason, "the file cannot be read on: " + e.getMessage()));
    }
  }

  private Read read(JsonLine line) {
    try {
      return new Read(line, reader.read(line.bytes(), collector, line.number()), null);
    } catch (RefusedException e) {
      return new Read(line, null, e);
    }
  }

  private Original original(JsonLine line) {
    return new Original(source, line.offset(), line.bytes());
  }

  private Recorded rejected(JsonLine line, RefusedException refusal) {
    String where = line.number() == 0 ? "" : "line " + line.number() + ": ";
    Rejection rejection =
        new Rejection(
            refusal.reason(),
            where + refusal.getMessage(),
            Arrays.copyOf(line.bytes(), Math.min(line.bytes().length, Rejection.MOST_BYTES)),
            source,
            0,
            line.offset(),
            placeMicros,
            line.length());
    return Recorded.rejected(original(line), rejection, placeMicros, line.number());
  }

  /** None: the feed has no table dumps. */
  @Override
  public Set<Session> sessionsInDumps() {
    return Set.of();
  }

  @Override
  public Set<Session> sessionsInUpdates() {
    return Set.copyOf(sessions);
  }

  @Override
  public SkipCounts skipped() {
    return reader.skipped();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
