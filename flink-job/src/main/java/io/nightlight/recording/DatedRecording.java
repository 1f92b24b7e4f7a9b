package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import io.nightlight.recording.Contents.Entry;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.SkipCounts;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One file whose entries bear their own time each, in file order. */
final class DatedRecording<M> implements Recording {
  private final Contents<M> contents;
  private final Set<Session> sessions = new HashSet<>();
  private OptionalLong lastMicros = OptionalLong.empty();
  private long placeMicros;
  private @Nullable Entry<M> ahead;

  DatedRecording(Contents<M> contents) {
    this.contents = contents;
    ahead = contents.next();
  }

  @Override
  public @Nullable Recorded next() {
    Entry<M> entry = ahead;
    if (entry == null) {
      return null;
    }
    ahead = contents.next();
    M message = entry.message();
    if (message == null) {
      return rejected(entry, Objects.requireNonNull(entry.refusal()));
    }
    long micros = contents.micros(message);
    if (TimeAhead.isDoubtful(lastMicros, micros, microsBehind())) {
      return rejected(
          entry,
          new RefusedException(
              RejectReason.FUTURE_TIMESTAMP,
              "over 24 h ahead of the " + entry.kind() + "s before and after"));
    }
    lastMicros = OptionalLong.of(micros);
    placeMicros = Math.max(placeMicros, micros);
    Session session = contents.session(message);
    if (session != null) {
      sessions.add(session);
    }
    return contents.recorded(entry, message, placeMicros);
  }

  private OptionalLong microsBehind() {
    Entry<M> behind = ahead;
    return behind == null || behind.message() == null
        ? OptionalLong.empty()
        : OptionalLong.of(contents.micros(behind.message()));
  }

  private Recorded rejected(Entry<M> entry, RefusedException refusal) {
    String where = entry.number() == 0 ? "" : entry.kind() + " " + entry.number() + ": ";
    Rejection rejection =
        new Rejection(
            refusal.reason(),
            where + refusal.getMessage(),
            entry.original().bytes(),
            entry.original().source(),
            0,
            entry.original().offset(),
            placeMicros,
            entry.length());
    return Recorded.rejected(entry.original(), rejection, placeMicros, entry.number());
  }

  /** None: such files hold no table dumps. */
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
    return contents.skipped();
  }

  @Override
  public void close() throws IOException {
    contents.close();
  }
}
