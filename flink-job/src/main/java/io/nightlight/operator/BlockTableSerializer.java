package io.nightlight.operator;

import io.nightlight.domain.probing.BlockOps;
import io.nightlight.domain.probing.BlockRows;
import io.nightlight.domain.probing.BlockTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of one shard of the beliefs in blocks in checkpoints and savepoints. */
public final class BlockTableSerializer extends VersionedSerializer<BlockTable> {
  private static final long serialVersionUID = 1;

  /** What {@link #createInstance} makes is never used. */
  private static final long ANY_WINDOW_MICROS = 1;

  @Override
  int version() {
    return 1;
  }

  @Override
  void writeBody(BlockTable table, DataOutputView out) throws IOException {
    BlockTable.Snapshot snapshot = table.snapshot();
    out.writeLong(snapshot.windowMicros());
    out.writeLong(snapshot.settledUntilMicros());
    write(snapshot.ipv4(), out);
    write(snapshot.ipv6(), out);
    ColumnBytes.write(snapshot.pendingEnds(), out);
    for (BlockOps.Columns ops : snapshot.pending()) {
      ColumnBytes.write(ops.targets(), out);
      ColumnBytes.write(ops.vantages(), out);
      ColumnBytes.write(ops.offsets(), out);
      ColumnBytes.write(ops.outcomes(), out);
    }
  }

  @Override
  BlockTable readBody(int version, DataInputView in) throws IOException {
    long windowMicros = in.readLong();
    long settledUntilMicros = in.readLong();
    BlockRows.Columns ipv4 = readRows(in);
    BlockRows.Columns ipv6 = readRows(in);
    long[] ends = ColumnBytes.readLongs(in);
    List<BlockOps.Columns> pending = new ArrayList<>();
    for (int i = 0; i < ends.length; i++) {
      pending.add(
          new BlockOps.Columns(
              ColumnBytes.readLongs(in),
              ColumnBytes.readLongs(in),
              ColumnBytes.readInts(in),
              ColumnBytes.readInts(in)));
    }
    return BlockTable.restore(
        new BlockTable.Snapshot(windowMicros, settledUntilMicros, ipv4, ipv6, ends, pending));
  }

  private static void write(BlockRows.Columns rows, DataOutputView out) throws IOException {
    ColumnBytes.write(rows.keys(), out);
    ColumnBytes.write(rows.tops(), out);
    ColumnBytes.write(rows.beliefs(), out);
    ColumnBytes.write(rows.counts(), out);
    ColumnBytes.write(rows.learnedAt(), out);
    ColumnBytes.write(rows.reachedAt(), out);
    writeSparse(rows.responders(), out);
  }

  private static BlockRows.Columns readRows(DataInputView in) throws IOException {
    return new BlockRows.Columns(
        ColumnBytes.readInts(in),
        ColumnBytes.readShorts(in),
        ColumnBytes.readShorts(in),
        ColumnBytes.readShorts(in),
        ColumnBytes.readShorts(in),
        ColumnBytes.readShorts(in),
        readSparse(in));
  }

  /** Most bytes are 0: for each number one byte says which are not, and those follow. */
  private static void writeSparse(long[] column, DataOutputView out) throws IOException {
    out.writeInt(column.length);
    for (long value : column) {
      int present = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        present |= (value >>> i * Byte.SIZE & 0xFF) == 0 ? 0 : 1 << i;
      }
      out.writeByte(present);
      for (int i = 0; i < Long.BYTES; i++) {
        if ((present >>> i & 1) != 0) {
          out.writeByte((int) (value >>> i * Byte.SIZE));
        }
      }
    }
  }

  private static long[] readSparse(DataInputView in) throws IOException {
    long[] column = new long[in.readInt()];
    for (int at = 0; at < column.length; at++) {
      int present = in.readUnsignedByte();
      for (int i = 0; i < Long.BYTES; i++) {
        if ((present >>> i & 1) != 0) {
          column[at] |= (long) in.readUnsignedByte() << i * Byte.SIZE;
        }
      }
    }
    return column;
  }

  @Override
  public BlockTable createInstance() {
    return new BlockTable(ANY_WINDOW_MICROS);
  }

  @Override
  public BlockTable copy(BlockTable from) {
    return from.copy();
  }

  @Override
  public TypeSerializerSnapshot<BlockTable> snapshotConfiguration() {
    return new Format();
  }

  /** The format's name in a savepoint; the version of a value is in the value. */
  public static final class Format extends SimpleTypeSerializerSnapshot<BlockTable> {
    public Format() {
      super(BlockTableSerializer::new);
    }
  }
}
