package io.nightlight.operator;

import io.nightlight.domain.availability.Poll;
import io.nightlight.domain.availability.Recount;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.probing.BlockCensus;
import io.nightlight.domain.routes.BlockUnion;
import io.nightlight.domain.routes.LostPrefixes;
import io.nightlight.domain.routes.LostPrefixes.Lost;
import io.nightlight.domain.routes.TrackedBlocks;
import io.nightlight.operator.CountryMemory.Counted;
import io.nightlight.operator.CountryMemory.DatedPoll;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of one country's memory in checkpoints and savepoints. */
public final class CountryMemorySerializer extends VersionedSerializer<CountryMemory> {
  private static final long serialVersionUID = 1;

  private static final List<IpFamily> FAMILIES = List.of(IpFamily.IPV4, IpFamily.IPV6);

  @Override
  int version() {
    return 3;
  }

  @Override
  void writeBody(CountryMemory memory, DataOutputView out) throws IOException {
    Counted counted = memory.counted();
    out.writeUTF(counted.toldBy() == null ? "" : counted.toldBy());
    write(counted.ipv4(), out);
    write(counted.ipv6(), out);
    write(counted.leftBehind(), out);
    List<Lost> lost = memory.lost().all();
    PackedColumns.writeSteps(lost.stream().mapToLong(Lost::prefix).toArray(), out);
    PackedColumns.writeRuns(lost.stream().mapToLong(Lost::lostAtMicros).toArray(), out);
    PackedColumns.writeRuns(lost.stream().mapToLong(Lost::originAsn).toArray(), out);
    PackedColumns.writeRuns(lost.stream().mapToLong(Lost::collectors).toArray(), out);
    for (IpFamily family : FAMILIES) {
      DatedPoll poll = memory.polls().get(family);
      out.writeBoolean(poll != null);
      if (poll != null) {
        out.writeLong(poll.windowEndMicros());
        out.writeInt(poll.poll().members());
        out.writeInt(poll.poll().voters());
      }
    }
    for (IpFamily family : FAMILIES) {
      BlockCensus.Count count = memory.probed(family);
      ColumnBytes.writeNumber(count.up(), out);
      ColumnBytes.writeNumber(count.down(), out);
      ColumnBytes.writeNumber(count.unknown(), out);
    }
    CountryJudge.Snapshot judge = memory.judgeSnapshot();
    out.writeBoolean(judge != null);
    if (judge != null) {
      JudgeBytes.write(judge, out);
    }
  }

  private static void write(TrackedBlocks blocks, DataOutputView out) throws IOException {
    UnionBytes.write(blocks.covers().snapshot(), out);
    BlockUnion lost = blocks.lost();
    out.writeBoolean(lost != null);
    if (lost != null) {
      UnionBytes.write(lost.snapshot(), out);
    }
  }

  private static void write(Map<Signal, Recount.Blocks> leftBehind, DataOutputView out)
      throws IOException {
    ColumnBytes.writeNumber(leftBehind.size(), out);
    for (Map.Entry<Signal, Recount.Blocks> left : leftBehind.entrySet()) {
      out.writeUTF(left.getKey().name());
      PackedColumns.writeNumber(left.getValue().visible(), out);
      PackedColumns.writeNumber(left.getValue().unknown(), out);
      PackedColumns.writeNumber(left.getValue().lost(), out);
    }
  }

  @Override
  CountryMemory readBody(int version, DataInputView in) throws IOException {
    String toldBy = version > 2 ? in.readUTF() : "";
    TrackedBlocks ipv4 = readBlocks(version, BlockUnion.IPV4_DEPTH, in);
    TrackedBlocks ipv6 = readBlocks(version, BlockUnion.IPV6_DEPTH, in);
    Map<Signal, Recount.Blocks> leftBehind = version > 2 ? readLeftBehind(in) : Map.of();
    LostPrefixes lost = LostPrefixes.of(readLost(version, in));
    Map<IpFamily, DatedPoll> polls = readPolls(version, in);
    Map<IpFamily, BlockCensus.Count> probed = readProbed(version, in);
    return new CountryMemory(
        new Counted(toldBy.isEmpty() ? null : toldBy, ipv4, ipv6, probed, leftBehind),
        lost,
        polls,
        in.readBoolean() ? readJudge(version, in) : null);
  }

  /** Earlier versions kept nothing of what lost prefixes cover. */
  private static TrackedBlocks readBlocks(int version, int depth, DataInputView in)
      throws IOException {
    BlockUnion covers = BlockUnion.restore(depth, readUnion(version, in));
    boolean hasLost = version > 2 && in.readBoolean();
    return new TrackedBlocks(
        covers, hasLost ? BlockUnion.restore(depth, readUnion(version, in)) : null);
  }

  private static Map<Signal, Recount.Blocks> readLeftBehind(DataInputView in) throws IOException {
    Map<Signal, Recount.Blocks> leftBehind = new EnumMap<>(Signal.class);
    for (int left = ColumnBytes.readNumber(in); left > 0; left--) {
      leftBehind.put(
          Signal.valueOf(in.readUTF()),
          new Recount.Blocks(
              PackedColumns.readNumber(in),
              PackedColumns.readNumber(in),
              PackedColumns.readNumber(in)));
    }
    return leftBehind;
  }

  private static CountryJudge.Snapshot readJudge(int version, DataInputView in) throws IOException {
    return version == 1 ? JudgeBytes.readPlain(in) : JudgeBytes.read(in);
  }

  /** The first version knew no origins, the second no collectors. */
  private static List<Lost> readLost(int version, DataInputView in) throws IOException {
    boolean isFirst = version == 1;
    long[] prefixes = isFirst ? ColumnBytes.readLongs(in) : PackedColumns.readSteps(in);
    long[] lostAt = isFirst ? ColumnBytes.readLongs(in) : PackedColumns.readRuns(in);
    long[] origins = isFirst ? new long[prefixes.length] : PackedColumns.readRuns(in);
    long[] collectors = version < 3 ? new long[prefixes.length] : PackedColumns.readRuns(in);
    return IntStream.range(0, prefixes.length)
        .mapToObj(i -> new Lost(prefixes[i], lostAt[i], origins[i], (int) collectors[i]))
        .toList();
  }

  /** The first version knew only of which families the country ever had a prefix. */
  private static Map<IpFamily, DatedPoll> readPolls(int version, DataInputView in)
      throws IOException {
    Map<IpFamily, DatedPoll> polls = new EnumMap<>(IpFamily.class);
    for (IpFamily family : FAMILIES) {
      if (in.readBoolean()) {
        polls.put(
            family,
            version == 1
                ? new DatedPoll(Long.MIN_VALUE, new Poll(0, 0))
                : new DatedPoll(in.readLong(), new Poll(in.readInt(), in.readInt())));
      }
    }
    return polls;
  }

  /** The first version knew no probes. */
  private static Map<IpFamily, BlockCensus.Count> readProbed(int version, DataInputView in)
      throws IOException {
    Map<IpFamily, BlockCensus.Count> probed = new EnumMap<>(IpFamily.class);
    if (version > 1) {
      for (IpFamily family : FAMILIES) {
        probed.put(
            family,
            new BlockCensus.Count(
                ColumnBytes.readNumber(in),
                ColumnBytes.readNumber(in),
                ColumnBytes.readNumber(in)));
      }
    }
    return probed;
  }

  private static BlockUnion.Snapshot readUnion(int version, DataInputView in) throws IOException {
    if (version > 1) {
      return UnionBytes.read(in);
    }
    return new BlockUnion.Snapshot(
        ColumnBytes.readLongs(in), ColumnBytes.readInts(in), ColumnBytes.readInts(in));
  }

  @Override
  public CountryMemory createInstance() {
    return new CountryMemory();
  }

  @Override
  public CountryMemory copy(CountryMemory from) {
    Counted counted = from.counted();
    return new CountryMemory(
        new Counted(
            counted.toldBy(),
            counted.ipv4().copy(),
            counted.ipv6().copy(),
            counted.probed(),
            counted.leftBehind()),
        LostPrefixes.of(from.lost().all()),
        from.polls(),
        from.judgeSnapshot());
  }

  @Override
  public TypeSerializerSnapshot<CountryMemory> snapshotConfiguration() {
    return new Format();
  }

  /** The format's name in a savepoint; the version of a value is in the value. */
  public static final class Format extends SimpleTypeSerializerSnapshot<CountryMemory> {
    public Format() {
      super(CountryMemorySerializer::new);
    }
  }
}
