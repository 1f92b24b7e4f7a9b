package io.nightlight.integration.pitfalls;

import io.nightlight.wire.Arrival;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A story as a source that stops at a certain time and waits to be stopped with a savepoint, from
 * which it goes on; at its end it ends.
 */
final class PausedStory implements Source<Arrival, PausedStory.Place, Boolean> {
  private static final long serialVersionUID = 1;

  private final Script script;
  private final long untilMicros;

  /** What there is to tell, in the order of time, the same each time it is asked for. */
  interface Script extends Serializable {
    List<Arrival> arrivals();
  }

  /**
   * @param untilMicros it waits before the first arrival of that time or later
   */
  PausedStory(Script script, long untilMicros) {
    this.script = script;
    this.untilMicros = untilMicros;
  }

  /**
   * How far it has come.
   *
   * @param next the number of the next arrival
   */
  record Place(int next) implements SourceSplit {
    @Override
    public String splitId() {
      return "story";
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Arrival, Place> createReader(SourceReaderContext context) {
    return new Reader();
  }

  @Override
  public SplitEnumerator<Place, Boolean> createEnumerator(SplitEnumeratorContext<Place> context) {
    return new Enumerator(context, false);
  }

  @Override
  public SplitEnumerator<Place, Boolean> restoreEnumerator(
      SplitEnumeratorContext<Place> context, Boolean isAssigned) {
    return new Enumerator(context, isAssigned);
  }

  @Override
  public SimpleVersionedSerializer<Place> getSplitSerializer() {
    return new Numbers<>() {
      @Override
      int number(Place place) {
        return place.next();
      }

      @Override
      Place of(int number) {
        return new Place(number);
      }
    };
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new Numbers<>() {
      @Override
      int number(Boolean isAssigned) {
        return isAssigned ? 1 : 0;
      }

      @Override
      Boolean of(int number) {
        return number == 1;
      }
    };
  }

  private final class Reader implements SourceReader<Arrival, Place> {
    private final List<Arrival> arrivals = script.arrivals();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> assigned = new CompletableFuture<>();
    private int next;

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Arrival> output) {
      if (!assigned.isDone()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      if (next == arrivals.size()) {
        return InputStatus.END_OF_INPUT;
      }
      Arrival arrival = arrivals.get(next);
      if (arrival.observedAtMicros() >= untilMicros) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      next++;
      output.collect(arrival, arrival.observedAtMicros() / 1000);
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<Place> snapshotState(long checkpointId) {
      return List.of(new Place(next));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return assigned.isDone() ? stopped : assigned;
    }

    @Override
    public void addSplits(List<Place> splits) {
      next = splits.get(0).next();
      assigned.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {
      stopped.complete(null);
    }
  }

  private static final class Enumerator implements SplitEnumerator<Place, Boolean> {
    private final SplitEnumeratorContext<Place> context;
    private boolean isAssigned;

    Enumerator(SplitEnumeratorContext<Place> context, boolean isAssigned) {
      this.context = context;
      this.isAssigned = isAssigned;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<Place> splits, int subtask) {
      isAssigned = false;
    }

    @Override
    public void addReader(int subtask) {
      if (!isAssigned) {
        isAssigned = true;
        context.assignSplit(new Place(0), subtask);
      }
    }

    @Override
    public Boolean snapshotState(long checkpointId) {
      return isAssigned;
    }

    @Override
    public void close() {}
  }

  private abstract static class Numbers<T> implements SimpleVersionedSerializer<T> {
    abstract int number(T value);

    abstract T of(int number);

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T value) {
      return ByteBuffer.allocate(Integer.BYTES).putInt(number(value)).array();
    }

    @Override
    public T deserialize(int version, byte[] bytes) {
      return of(ByteBuffer.wrap(bytes).getInt());
    }
  }
}
