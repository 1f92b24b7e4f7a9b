package io.nightlight.replay;

import io.nightlight.wire.Arrival;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Recorded files as a bounded source: one split, read in one order by one reader, so that the
 * result does not depend on how the files are named, split or spread.
 */
final class RecordingSource implements Source<Arrival, RecordingSplit, Collection<RecordingSplit>> {
  private static final long serialVersionUID = 1;

  private final RecordingSplit all;

  RecordingSource(RecordingSplit all) {
    this.all = all;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Arrival, RecordingSplit> createReader(SourceReaderContext context) {
    return new IteratorSourceReader<>(context);
  }

  @Override
  public SplitEnumerator<RecordingSplit, Collection<RecordingSplit>> createEnumerator(
      SplitEnumeratorContext<RecordingSplit> context) {
    // The reader takes it for granted that a split is not empty.
    boolean nothing = ReadingDesk.find(all.desk()).isEmpty();
    return new IteratorSourceEnumerator<>(context, nothing ? List.of() : List.of(all));
  }

  @Override
  public SplitEnumerator<RecordingSplit, Collection<RecordingSplit>> restoreEnumerator(
      SplitEnumeratorContext<RecordingSplit> context, Collection<RecordingSplit> unread) {
    return new IteratorSourceEnumerator<>(context, unread);
  }

  @Override
  public SimpleVersionedSerializer<RecordingSplit> getSplitSerializer() {
    return new RecordingSplit.Bytes();
  }

  @Override
  public SimpleVersionedSerializer<Collection<RecordingSplit>> getEnumeratorCheckpointSerializer() {
    return new RecordingSplit.CollectionBytes();
  }
}
