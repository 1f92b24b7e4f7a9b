package io.nightlight.replay;

import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.Recordings;
import io.nightlight.recording.UnreadableRecordingException;
import io.nightlight.schema.ProbeResult;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.BgpMessageCodec;
import io.nightlight.wire.ProbeResultCodec;
import io.nightlight.wire.RefusedException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the source of a replay, which Flink makes anew from bytes, meets the replay that started it
 * in the same JVM: it finds the files here, and leaves what it learned of them.
 */
final class ReadingDesk implements AutoCloseable {
  private static final Map<String, ReadingDesk> DESKS = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final List<RecordingFile> files;
  private final ReadingProgress progress;
  private volatile @Nullable Reading latest;
  private @Nullable Reading untouched;
  private boolean empty;

  private ReadingDesk(List<RecordingFile> files, ReadingProgress progress) {
    this.files = files;
    this.progress = progress;
  }

  /**
   * Opens the files, and reads as far as the first record: what cannot be read at all shows before
   * anything else is started.
   *
   * @throws UnreadableInput if an input could not be read at all
   */
  static ReadingDesk open(List<RecordingFile> files, ReadingProgress progress) {
    ReadingDesk desk = new ReadingDesk(files, progress);
    Reading first = desk.begin(0);
    desk.untouched = first;
    desk.empty = !first.hasNext();
    DESKS.put(desk.id, desk);
    return desk;
  }

  static ReadingDesk find(String id) {
    ReadingDesk desk = DESKS.get(id);
    if (desk == null) {
      throw new IllegalStateException("the replay " + id + " is not of this process");
    }
    return desk;
  }

  RecordingSource source() {
    return new RecordingSource(new RecordingSplit(id, 0));
  }

  /** Whether there is no record in any file. */
  boolean isEmpty() {
    return empty;
  }

  /** Starts to read, after the first {@code skip} records. */
  synchronized Reading read(long skip) {
    Reading first = untouched;
    untouched = null;
    return first != null && skip == 0 ? first : begin(skip);
  }

  private Reading begin(long skip) {
    try {
      Recordings recordings = Recordings.open(files, progress);
      recordings.skip(skip);
      Reading reading = new Reading(recordings, skip);
      latest = reading;
      return reading;
    } catch (UnreadableRecordingException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }

  /** What was learned of the files; complete when all has been read. */
  RecordingFacts facts() {
    Reading reading = latest;
    return reading == null ? RecordingFacts.NONE : RecordingFacts.of(reading.recordings);
  }

  @Override
  public void close() {
    DESKS.remove(id);
    Reading reading = latest;
    if (reading != null) {
      reading.recordings.close();
    }
  }

  /** One pass over the recordings. */
  static final class Reading implements Iterator<Arrival> {
    private final Recordings recordings;
    private final BgpMessageCodec codec = new BgpMessageCodec();
    private final ProbeResultCodec probeCodec = new ProbeResultCodec();
    private @Nullable Recorded next;
    private boolean fetched;
    private long read;

    private Reading(Recordings recordings, long read) {
      this.recordings = recordings;
      this.read = read;
    }

    long read() {
      return read;
    }

    @Override
    public boolean hasNext() {
      if (!fetched) {
        try {
          next = recordings.next();
        } catch (UnreadableRecordingException e) {
          throw new UnreadableInput(e.getMessage());
        }
        fetched = true;
      }
      return next != null;
    }

    @Override
    public Arrival next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Recorded recorded = next;
      fetched = false;
      read++;
      return recorded.rejection() == null
          ? arrival(recorded)
          : Arrival.rejected(recorded.rejection());
    }

    private Arrival arrival(Recorded recorded) {
      ProbeResult probe = recorded.probe();
      try {
        return probe == null
            ? Arrival.decoded(codec.toDomain(Objects.requireNonNull(recorded.message())))
            // The recordings leave out what has a target that is none of ours.
            : Arrival.decoded(Objects.requireNonNull(probeCodec.toDomain(probe)));
      } catch (RefusedException e) {
        return Arrival.rejected(recorded.refused(e.reason(), e.getMessage()));
      }
    }
  }
}
