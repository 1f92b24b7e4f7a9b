package io.nightlight.operator;

import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The bytes of a batch between two tasks; never stored. */
public final class RouteBatchSerializer extends TypeSerializer<RouteBatch> {
  private static final long serialVersionUID = 1;

  private transient @Nullable WordBytes buffer;

  private WordBytes buffer() {
    if (buffer == null) {
      buffer = new WordBytes();
    }
    return buffer;
  }

  @Override
  public void serialize(RouteBatch batch, DataOutputView out) throws IOException {
    out.writeInt(batch.shard());
    out.writeLong(batch.passedMicros());
    ColumnBytes.write(batch.sessionIds(), out);
    ColumnBytes.write(batch.peerAsns(), out);
    out.writeInt(batch.size());
    buffer().write(batch.ops(), batch.ops().length, out);
    PackedColumns.write(batch.pathIds(), out);
  }

  @Override
  public RouteBatch deserialize(DataInputView in) throws IOException {
    int shard = in.readInt();
    long passedMicros = in.readLong();
    long[] sessionIds = ColumnBytes.readLongs(in);
    long[] peerAsns = ColumnBytes.readLongs(in);
    long[] ops = OpWords.room(in.readInt());
    buffer().read(ops, ops.length, in);
    return new RouteBatch(
        shard, passedMicros, sessionIds, peerAsns, ops, PackedColumns.readInts(in));
  }

  @Override
  public RouteBatch deserialize(RouteBatch reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public RouteBatch createInstance() {
    return RouteBatch.wake(0, 0);
  }

  /** A batch is not changed once it is made. */
  @Override
  public RouteBatch copy(RouteBatch from) {
    return from;
  }

  @Override
  public RouteBatch copy(RouteBatch from, RouteBatch reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  /** With a buffer of its own. */
  @Override
  public TypeSerializer<RouteBatch> duplicate() {
    return new RouteBatchSerializer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RouteBatchSerializer;
  }

  @Override
  public int hashCode() {
    return RouteBatchSerializer.class.hashCode();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<RouteBatch> snapshotConfiguration() {
    return new Format();
  }

  /** The format's name. */
  public static final class Format extends SimpleTypeSerializerSnapshot<RouteBatch> {
    public Format() {
      super(RouteBatchSerializer::new);
    }
  }
}
