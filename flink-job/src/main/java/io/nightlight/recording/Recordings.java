package io.nightlight.recording;

import io.nightlight.wire.Rejection;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.Skipped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many files read as one recording, in the order of time.
 *
 * <p>The order is (time, collector, sequence) and, where all three are equal, the files' paths: it
 * depends on the files alone, not on how they were named. A file that steps back in time within
 * itself is passed on as it is; its place among the others is that of the latest time read in it.
 *
 * <p>A file is opened once to learn when it begins, closed, and opened again when its time has
 * come: as many are open as overlap. To go on from a place, read again and {@link #skip} that many.
 */
public final class Recordings implements AutoCloseable {
  private static final long BYTES_BETWEEN_REPORTS = 1 << 20;

  /**
   * A file is given up after refusals of so many bytes in a row, at least {@link #REFUSAL_BYTES}
   * each: a few kilobytes can unpack to billions of records that are none, and each would be
   * written down.
   */
  private static final long MOST_BYTES_REFUSED = 1L << 29;

  private static final long REFUSAL_BYTES = 1 << 10;

  private static final Comparator<Reading> BY_PLACE =
      Comparator.comparingLong((Reading reading) -> reading.head.placeMicros())
          .thenComparing(reading -> reading.file.collector())
          .thenComparingLong(reading -> reading.head.sequence())
          .thenComparing(reading -> reading.file.path().toString());

  private final ReadingProgress progress;
  private final long bytesInAll;
  private final Deque<Waiting> waiting;
  private final PriorityQueue<Reading> open = new PriorityQueue<>(BY_PLACE);
  private final SessionCensus sessions = new SessionCensus();
  private final SkipCounts skipped = new SkipCounts();
  private long bytesRead;
  private long bytesReported;

  private Recordings(List<Waiting> waiting, ReadingProgress progress) {
    this.waiting = new ArrayDeque<>(waiting);
    this.progress = progress;
    this.bytesInAll = waiting.stream().mapToLong(one -> one.file.bytes()).sum();
  }

  /** A file not yet opened, and the place of its first message or refusal. */
  private record Waiting(RecordingFile file, long firstMicros) {}

  /** An open file and what it yields next. */
  private static final class Reading {
    private final RecordingFile file;
    private final Recording recording;
    private Recorded head;
    private long bytesRefused;

    Reading(RecordingFile file, Recording recording, Recorded head) {
      this.file = file;
      this.recording = recording;
      this.head = head;
    }

    /** Whether what has come for long is no recording. */
    boolean isHopeless() {
      Rejection refusal = head.rejection();
      bytesRefused = refusal == null ? 0 : bytesRefused + REFUSAL_BYTES + refusal.original().length;
      return bytesRefused > MOST_BYTES_REFUSED;
    }
  }

  /**
   * Looks into each file for its first time, and reads no further.
   *
   * @throws UnreadableRecordingException if a file cannot be opened
   */
  public static Recordings open(List<RecordingFile> files, ReadingProgress progress)
      throws UnreadableRecordingException {
    List<Waiting> waiting = new ArrayList<>();
    for (RecordingFile file : files) {
      try (Recording recording = start(file, Files.newInputStream(file.path()))) {
        Recorded first = recording.next();
        waiting.add(new Waiting(file, first == null ? Long.MAX_VALUE : first.placeMicros()));
      } catch (IOException e) {
        throw cannotRead(file, e);
      }
    }
    waiting.sort(
        Comparator.comparingLong(Waiting::firstMicros)
            .thenComparing(one -> one.file.path().toString()));
    return new Recordings(waiting, progress);
  }

  /**
   * The next message or refusal of all files; null at the end.
   *
   * @throws UnreadableRecordingException if a file whose time has come can no longer be opened
   */
  public @Nullable Recorded next() throws UnreadableRecordingException {
    openThoseThatBegin();
    Reading first = open.poll();
    if (first == null) {
      report();
      return null;
    }
    Recorded head = first.head;
    if (first.isHopeless()) {
      finish(first.recording);
      return head.refusedWithTheRest();
    }
    Recorded following = first.recording.next();
    if (following == null) {
      finish(first.recording);
    } else {
      first.head = following;
      open.add(first);
    }
    if (bytesRead - bytesReported >= BYTES_BETWEEN_REPORTS) {
      report();
    }
    return head;
  }

  /** Reads and drops as many as given, or as there are. */
  public void skip(long count) throws UnreadableRecordingException {
    for (long i = 0; i < count && next() != null; ) {
      i++;
    }
  }

  /** The sessions of the files read to their end so far. */
  public SessionCensus sessions() {
    return sessions;
  }

  /** What was passed over on purpose in the files read to their end so far. */
  public Map<Skipped, Long> skipped() {
    return skipped.byKind();
  }

  /** Every file that may hold something earlier than, or as early as, what comes next. */
  private void openThoseThatBegin() throws UnreadableRecordingException {
    while (!waiting.isEmpty()) {
      Reading earliest = open.peek();
      if (earliest != null && waiting.getFirst().firstMicros > earliest.head.placeMicros()) {
        return;
      }
      begin(waiting.removeFirst().file);
    }
  }

  private void begin(RecordingFile file) throws UnreadableRecordingException {
    try {
      Recording recording = start(file, new Counted(Files.newInputStream(file.path())));
      Recorded first = recording.next();
      if (first == null) {
        finish(recording);
      } else {
        open.add(new Reading(file, recording, first));
      }
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private void finish(Recording recording) {
    skipped.addAll(recording.skipped());
    sessions.add(recording.sessionsInDumps(), recording.sessionsInUpdates());
    close(recording);
  }

  private void report() {
    bytesReported = bytesRead;
    progress.advanced(bytesRead, bytesInAll);
  }

  private static Recording start(RecordingFile file, InputStream bytes) throws IOException {
    InputStream content;
    try {
      content = Decompression.open(bytes);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
    String source = file.path().toString();
    return switch (file.format()) {
      case MRT, UNKNOWN -> new MrtRecording(source, file.collector(), content);
      case RIS_LIVE_JSON ->
          new DatedRecording<>(new JsonContents.RisLive(source, file.collector(), content));
      case ATLAS_JSON -> new DatedRecording<>(JsonContents.Atlas.open(source, content));
      case BGP_AVRO -> new DatedRecording<>(AvroContents.ofBgpMessages(source, content));
      case PROBES_AVRO -> new DatedRecording<>(AvroContents.ofProbeResults(source, content));
    };
  }

  private static UnreadableRecordingException cannotRead(RecordingFile file, IOException e) {
    return new UnreadableRecordingException(
        "cannot read " + file.path() + ": " + e.getMessage(), e);
  }

  private static void close(Recording recording) {
    try {
      recording.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the files that are still open. */
  @Override
  public void close() {
    open.forEach(reading -> close(reading.recording));
    open.clear();
    waiting.clear();
  }

  /** Counts what is read of the file as it lies on disk. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream file) {
      super(file);
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      bytesRead += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      int read = in.read(target, from, count);
      bytesRead += Math.max(0, read);
      return read;
    }
  }
}
