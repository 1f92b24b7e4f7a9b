package io.nightlight.replay;

import io.nightlight.wire.Arrival;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The recordings of one replay, and how far they have been read. Reading goes on at a place by
 * reading again and dropping what was read before: the order of a recording's records never
 * changes.
 *
 * @param desk the {@link ReadingDesk} of the replay
 * @param read how many records have been read
 */
record RecordingSplit(String desk, long read)
    implements IteratorSourceSplit<Arrival, ReadingDesk.Reading>, Serializable {

  @Override
  public String splitId() {
    return desk;
  }

  @Override
  public ReadingDesk.Reading getIterator() {
    return ReadingDesk.find(desk).read(read);
  }

  @Override
  public RecordingSplit getUpdatedSplitForIterator(ReadingDesk.Reading reading) {
    return new RecordingSplit(desk, reading.read());
  }

  /** One split in the bytes of a checkpoint. */
  static final class Bytes implements SimpleVersionedSerializer<RecordingSplit> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(RecordingSplit split) throws IOException {
      return new CollectionBytes().serialize(List.of(split));
    }

    @Override
    public RecordingSplit deserialize(int version, byte[] bytes) throws IOException {
      return new CollectionBytes().deserialize(version, bytes).iterator().next();
    }
  }

  /** Several splits in the bytes of a checkpoint. */
  static final class CollectionBytes
      implements SimpleVersionedSerializer<Collection<RecordingSplit>> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Collection<RecordingSplit> splits) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(splits.size());
      for (RecordingSplit split : splits) {
        out.writeUTF(split.desk());
        out.writeLong(split.read());
      }
      return bytes.toByteArray();
    }

    @Override
    public Collection<RecordingSplit> deserialize(int version, byte[] bytes) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      List<RecordingSplit> splits = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        splits.add(new RecordingSplit(in.readUTF(), in.readLong()));
      }
      return splits;
    }
  }
}
