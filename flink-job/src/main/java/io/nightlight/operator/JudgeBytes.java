package io.nightlight.operator;

import io.nightlight.domain.availability.Baseline;
import io.nightlight.domain.availability.NoiseHistory;
import io.nightlight.domain.availability.SignalHistory;
import io.nightlight.domain.outage.CountryJudge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A country's judge in the bytes of a checkpoint: what Flink's serializer of records makes of it.
 * Only the minutes of a week and the medians that each signal remembers are written by hand, as
 * runs: they are nearly all there is, mostly the same, and Flink would take a call for each of
 * them.
 */
final class JudgeBytes {
  private static final TypeSerializer<CountryJudge.Snapshot> PLAIN =
      TypeInformation.of(CountryJudge.Snapshot.class).createSerializer(strict());

  /** One thread may use one at a time, and to make one takes longer than to write many judges. */
  private static final Queue<TypeSerializer<CountryJudge.Snapshot>> FREE =
      new ConcurrentLinkedQueue<>();

  private static final short[] NO_SLOTS = {};
  private static final long[] NO_MEDIANS = {};

  private JudgeBytes() {}

  private static SerializerConfigImpl strict() {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    return config;
  }

  static void write(CountryJudge.Snapshot judge, DataOutputView out) throws IOException {
    List<SignalHistory.Snapshot> bare = new ArrayList<>();
    for (SignalHistory.Snapshot history : judge.histories()) {
      bare.add(with(NO_SLOTS, NO_MEDIANS, history));
    }
    TypeSerializer<CountryJudge.Snapshot> serializer = take();
    serializer.serialize(new CountryJudge.Snapshot(judge.country(), bare, judge.outage()), out);
    FREE.add(serializer);
    for (SignalHistory.Snapshot history : judge.histories()) {
      writeRuns(history.noise().slots(), out);
      PackedColumns.writeRuns(history.baseline().medians(), out);
    }
  }

  static CountryJudge.Snapshot read(DataInputView in) throws IOException {
    CountryJudge.Snapshot bare = readPlain(in);
    List<SignalHistory.Snapshot> histories = new ArrayList<>();
    for (SignalHistory.Snapshot history : bare.histories()) {
      histories.add(with(readRuns(in), PackedColumns.readRuns(in), history));
    }
    return new CountryJudge.Snapshot(bare.country(), histories, bare.outage());
  }

  /** As the first version of the format has it. */
  static CountryJudge.Snapshot readPlain(DataInputView in) throws IOException {
    TypeSerializer<CountryJudge.Snapshot> serializer = take();
    CountryJudge.Snapshot judge = serializer.deserialize(in);
    FREE.add(serializer);
    return judge;
  }

  private static TypeSerializer<CountryJudge.Snapshot> take() {
    TypeSerializer<CountryJudge.Snapshot> free = FREE.poll();
    return free == null ? PLAIN.duplicate() : free;
  }

  private static SignalHistory.Snapshot with(
      short[] slots, long[] medians, SignalHistory.Snapshot history) {
    NoiseHistory.Snapshot noise = history.noise();
    Baseline.Snapshot baseline = history.baseline();
    return new SignalHistory.Snapshot(
        history.signal(),
        history.routes(),
        history.warm(),
        history.warmedMicros(),
        history.knownUntilMicros(),
        new Baseline.Snapshot(medians, baseline.openBin(), baseline.open()),
        new NoiseHistory.Snapshot(noise.windowMicros(), noise.newest(), noise.dipWindows(), slots),
        history.voters());
  }

  private static void writeRuns(short[] slots, DataOutputView out) throws IOException {
    ColumnBytes.writeNumber(slots.length, out);
    int end;
    for (int at = 0; at < slots.length; at = end) {
      end = at + 1;
      while (end < slots.length && slots[end] == slots[at]) {
        end++;
      }
      ColumnBytes.writeNumber(end - at, out);
      PackedColumns.writeSigned(slots[at], out);
    }
  }

  private static short[] readRuns(DataInputView in) throws IOException {
    short[] slots = new short[ColumnBytes.readNumber(in)];
    int end;
    for (int at = 0; at < slots.length; at = end) {
      end = at + ColumnBytes.readNumber(in);
      Arrays.fill(slots, at, end, (short) PackedColumns.readSigned(in));
    }
    return slots;
  }
}
