package io.nightlight.operator;

import io.nightlight.domain.routes.RouteBatch;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a batch between two tasks; never stored. */
public final class RouteBatchSerializer extends TypeSerializerSingleton<RouteBatch> {
  private static final long serialVersionUID = 1;

  @Override
  public void serialize(RouteBatch batch, DataOutputView out) throws IOException {
    out.writeInt(batch.shard());
    out.writeLong(batch.passedMicros());
    ColumnBytes.write(batch.sessionIds(), out);
    ColumnBytes.write(batch.peerAsns(), out);
    ColumnBytes.write(batch.ops(), out);
    PackedColumns.write(batch.pathIds(), out);
  }

  @Override
  public RouteBatch deserialize(DataInputView in) throws IOException {
    return new RouteBatch(
        in.readInt(),
        in.readLong(),
        ColumnBytes.readLongs(in),
        ColumnBytes.readLongs(in),
        ColumnBytes.readLongs(in),
        PackedColumns.readInts(in));
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
