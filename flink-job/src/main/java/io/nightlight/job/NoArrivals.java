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

/** An input that ends before it begins, for a signal that nobody feeds. */
final class NoArrivals implements Source<Arrival, NoArrivals.None, NoArrivals.None> {
  private static final long serialVersionUID = 1;

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
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Arrival, None> createReader(SourceReaderContext context) {
    return new Reader();
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
    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Arrival> output) {
      return InputStatus.END_OF_INPUT;
    }

    @Override
    public List<None> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return CompletableFuture.completedFuture(null);
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
