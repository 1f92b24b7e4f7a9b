package io.nightlight.operator;

import io.nightlight.domain.routes.PrefixRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The rows of a table in the bytes of a checkpoint. Many prefixes have the same sessions and the
 * same origin: what has stood before is written as its number.
 */
final class RowBytes {
  private RowBytes() {}

  /** The bits of a row's three columns, one after the other. */
  private record Pattern(List<Long> words) {}

  static void write(PrefixRows.Columns rows, DataOutputView out) throws IOException {
    int words = rows.words();
    out.writeInt(words);
    ColumnBytes.write(rows.keys(), out);
    ColumnBytes.write(rows.flags(), out);
    Map<Pattern, Integer> patterns = new HashMap<>();
    Map<Integer, Integer> origins = new HashMap<>();
    for (int row = 0; row < rows.keys().length; row++) {
      Pattern pattern = pattern(rows, row);
      Integer known = patterns.putIfAbsent(pattern, patterns.size());
      ColumnBytes.writeNumber(known == null ? patterns.size() - 1 : known, out);
      if (known == null) {
        for (long word : pattern.words()) {
          out.writeLong(word);
        }
      }
      Integer origin = origins.putIfAbsent(rows.origins()[row], origins.size());
      ColumnBytes.writeNumber(origin == null ? origins.size() - 1 : origin, out);
      if (origin == null) {
        out.writeInt(rows.origins()[row]);
      }
      ColumnBytes.writeNumber(rows.lostDays()[row] & 0xFFFF, out);
    }
  }

  private static Pattern pattern(PrefixRows.Columns rows, int row) {
    int words = rows.words();
    List<Long> pattern = new ArrayList<>(3 * words);
    for (long[] column : List.of(rows.has(), rows.members(), rows.held())) {
      for (int w = 0; w < words; w++) {
        pattern.add(column[row * words + w]);
      }
    }
    return new Pattern(pattern);
  }

  static PrefixRows.Columns read(DataInputView in) throws IOException {
    int words = in.readInt();
    long[] keys = ColumnBytes.readLongs(in);
    byte[] flags = ColumnBytes.readBytes(in);
    short[] lostDays = new short[keys.length];
    int[] rowOrigins = new int[keys.length];
    long[][] columns = new long[3][keys.length * words];
    List<long[]> patterns = new ArrayList<>();
    List<Integer> origins = new ArrayList<>();
    for (int row = 0; row < keys.length; row++) {
      int pattern = ColumnBytes.readNumber(in);
      if (pattern == patterns.size()) {
        patterns.add(readWords(3 * words, in));
      }
      for (int column = 0; column < 3; column++) {
        System.arraycopy(
            patterns.get(pattern), column * words, columns[column], row * words, words);
      }
      int origin = ColumnBytes.readNumber(in);
      if (origin == origins.size()) {
        origins.add(in.readInt());
      }
      rowOrigins[row] = origins.get(origin);
      lostDays[row] = (short) ColumnBytes.readNumber(in);
    }
    return new PrefixRows.Columns(
        words, keys, flags, lostDays, rowOrigins, columns[0], columns[1], columns[2]);
  }

  private static long[] readWords(int count, DataInputView in) throws IOException {
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = in.readLong();
    }
    return words;
  }
}
