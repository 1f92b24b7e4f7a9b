package io.nightlight.operator;

import io.nightlight.domain.routes.BlockUnion;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The pieces of a country's union in the bytes of a checkpoint. A piece is told by its size, by how
 * many pieces of that size lie between it and the beginning of the one before, and by what covers
 * it, which mostly is one visible prefix: two or three bytes in all.
 */
final class UnionBytes {
  private static final int ONE_VISIBLE = 0;
  private static final int ONE_UNKNOWN = 1;
  private static final int COUNTED = 2;
  private static final int COVERS = 3;

  private UnionBytes() {}

  static void write(BlockUnion.Snapshot union, DataOutputView out) throws IOException {
    long[] pieces = union.pieces();
    ColumnBytes.writeNumber(pieces.length, out);
    long before = 0;
    for (int i = 0; i < pieces.length; i++) {
      int bits = (int) pieces[i] & 63;
      long first = pieces[i] >>> 6;
      int visible = union.visible()[i];
      int unknown = union.unknown()[i];
      int covers = covers(visible, unknown);
      ColumnBytes.writeNumber(bits * COVERS + covers, out);
      PackedColumns.writeNumber((first >>> bits) - (before >>> bits), out);
      if (covers == COUNTED) {
        ColumnBytes.writeNumber(visible, out);
        ColumnBytes.writeNumber(unknown, out);
      }
      before = first;
    }
  }

  private static int covers(int visible, int unknown) {
    if (visible + unknown != 1) {
      return COUNTED;
    }
    return visible == 1 ? ONE_VISIBLE : ONE_UNKNOWN;
  }

  static BlockUnion.Snapshot read(DataInputView in) throws IOException {
    int size = ColumnBytes.readNumber(in);
    long[] pieces = new long[size];
    int[] visible = new int[size];
    int[] unknown = new int[size];
    long before = 0;
    for (int i = 0; i < size; i++) {
      int head = ColumnBytes.readNumber(in);
      int bits = head / COVERS;
      int covers = head % COVERS;
      before = PackedColumns.readNumber(in) + (before >>> bits) << bits;
      pieces[i] = before << 6 | bits;
      visible[i] = covers == COUNTED ? ColumnBytes.readNumber(in) : covers == ONE_VISIBLE ? 1 : 0;
      unknown[i] = covers == COUNTED ? ColumnBytes.readNumber(in) : covers == ONE_UNKNOWN ? 1 : 0;
    }
    return new BlockUnion.Snapshot(pieces, visible, unknown);
  }
}
