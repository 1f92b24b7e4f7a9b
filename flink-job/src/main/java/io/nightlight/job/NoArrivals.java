package io.nightlight.job;

import io.nightlight.wire.Arrival;
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
 * An input of a signal that nobody feeds. Beside a bounded input it ends before it begins; beside a
 * live one it is idle and never ends: whenever that one is idle, too, an end would be the end of
 * time for all that judges.
 */
final class NoArrivals implements Source<Arrival, NoArrivals.None, NoArrivals.None> {
  private static final long serialVersionUID = 2;

  private final Boundedness boundedness;

  /**
   * @param boundedness of the input beside it
   */
  NoArrivals(Boundedness boundedness) {
    this.boundedness = boundedness;
  }

  /** There is nothing to split, and nothing to remember. */
  enum None implements SourceSplit {
    NONE;

    @Override
    public String splitId() {
      return "none";
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return boundedness;
  }

  @Override
  public SourceReader<Arrival, None> createReader(SourceReaderContext context) {
    return new Reader(boundedness);
  }

  @Override
  public SplitEnumerator<None, None> createEnumerator(SplitEnumeratorContext<None> context) {
    return new Enumerator();
  }

  @Override
  public SplitEnumerator<None, None> restoreEnumerator(
      SplitEnumeratorContext<None> context, None nothing) {
    return new Enumerator();
  }

  @Override
  public SimpleVersionedSerializer<None> getSplitSerializer() {
    return new NoBytes();
  }

  @Override
  public SimpleVersionedSerializer<None> getEnumeratorCheckpointSerializer() {
    return new NoBytes();
  }

  private static final class Reader implements SourceReader<Arrival, None> {
    private final Boundedness boundedness;
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

    Reader(Boundedness boundedness) {
      this.boundedness = boundedness;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Arrival> output) {
      if (boundedness == Boundedness.BOUNDED) {
        return InputStatus.END_OF_INPUT;
      }
      output.markIdle();
      available = new CompletableFuture<>(); // never again
      return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<None> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public void addSplits(List<None> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }

  private static final class Enumerator implements SplitEnumerator<None, None> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<None> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {}

    @Override
    public None snapshotState(long checkpointId) {
      return None.NONE;
    }

    @Override
    public void close() {}
  }

  private static final class NoBytes implements SimpleVersionedSerializer<None> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(None nothing) {
      return new byte[0];
    }

    @Override
    public None deserialize(int version, byte[] bytes) {
      return None.NONE;
    }
  }
}
