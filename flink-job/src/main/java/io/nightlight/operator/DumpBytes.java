package io.nightlight.operator;

import io.nightlight.domain.routes.PairNumbers;
import io.nightlight.domain.routes.PrefixRows;
import io.nightlight.domain.routes.TableDumps;
import io.nightlight.domain.routes.ToldPairs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is known of table dumps, and paths of routes, in the bytes of a checkpoint. */
final class DumpBytes {
  private static final long[] NONE = {};

  private DumpBytes() {}

  /**
   * @param rows that the dumps are about, which are known to the reader
   */
  static void write(TableDumps.Columns dumps, PrefixRows.Columns rows, DataOutputView out)
      throws IOException {
    PackedColumns.writeRuns(dumps.collecting(), out);
    PackedColumns.writeRuns(dumps.done(), out);
    PackedColumns.writeRuns(dumps.winsSince(), out);
    writeSets(dumps.shown(), rows, out);
    writeSets(dumps.told(), rows, out);
    ColumnBytes.writeNumber(dumps.origins().length, out);
    for (int row = 0; row < dumps.origins().length; row++) {
      // An origin that is the same as before the dump takes one byte.
      PackedColumns.writeSigned(dumps.origins()[row] - (long) rows.origins()[row], out);
    }
    writePairs(dumps.otherOrigins(), out);
    writePairs(dumps.paths(), out);
    ColumnBytes.writeNumber(dumps.lately().size(), out);
    for (ToldPairs.Columns told : dumps.lately()) {
      out.writeLong(told.windowEndMicros());
      PackedColumns.writeSteps(told.pairs(), out);
    }
  }

  static TableDumps.Columns read(PrefixRows.Columns rows, DataInputView in) throws IOException {
    return new TableDumps.Columns(
        PackedColumns.readRuns(in),
        PackedColumns.readRuns(in),
        PackedColumns.readRuns(in),
        readSets(rows, in),
        readSets(rows, in),
        readOrigins(rows, in),
        readPairs(in),
        readPairs(in),
        readTold(in));
  }

  /** Each set as what sets it apart from the one of the row before. */
  private static void writeSets(long[] sets, PrefixRows.Columns rows, DataOutputView out)
      throws IOException {
    out.writeBoolean(sets.length > 0);
    SlotSets differences = new SlotSets(rows.words());
    for (int row = 0; row < sets.length / rows.words(); row++) {
      differences.write(sets, row, sets, row - 1, out);
    }
  }

  private static long[] readSets(PrefixRows.Columns rows, DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return NONE;
    }
    long[] sets = new long[rows.has().length];
    SlotSets differences = new SlotSets(rows.words());
    for (int row = 0; row < rows.keys().length; row++) {
      differences.read(sets, row, sets, row - 1, in);
    }
    return sets;
  }

  private static int[] readOrigins(PrefixRows.Columns rows, DataInputView in) throws IOException {
    int[] origins = new int[ColumnBytes.readNumber(in)];
    for (int row = 0; row < origins.length; row++) {
      origins[row] = (int) (PackedColumns.readSigned(in) + rows.origins()[row]);
    }
    return origins;
  }

  private static List<ToldPairs.Columns> readTold(DataInputView in) throws IOException {
    List<ToldPairs.Columns> lately = new ArrayList<>();
    for (int left = ColumnBytes.readNumber(in); left > 0; left--) {
      lately.add(new ToldPairs.Columns(in.readLong(), PackedColumns.readSteps(in)));
    }
    return lately;
  }

  static void writePairs(PairNumbers.Columns pairs, DataOutputView out) throws IOException {
    PackedColumns.writeSteps(pairs.prefixes(), out);
    PackedColumns.write(pairs.slots(), out);
    PackedColumns.write(pairs.numbers(), out);
  }

  static PairNumbers.Columns readPairs(DataInputView in) throws IOException {
    return new PairNumbers.Columns(
        PackedColumns.readSteps(in), PackedColumns.readInts(in), PackedColumns.readInts(in));
  }
}
