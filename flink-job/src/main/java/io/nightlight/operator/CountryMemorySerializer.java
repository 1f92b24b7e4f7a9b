package io.nightlight.operator;

import io.nightlight.domain.availability.Poll;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.probing.BlockCensus;
import io.nightlight.domain.routes.BlockUnion;
import io.nightlight.domain.routes.LostPrefixes;
import io.nightlight.domain.routes.LostPrefixes.Lost;
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
    UnionBytes.write(memory.ipv4().snapshot(), out);
    UnionBytes.write(memory.ipv6().snapshot(), out);
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

  @Override
  CountryMemory readBody(int version, DataInputView in) throws IOException {
    return new CountryMemory(
        BlockUnion.restore(BlockUnion.IPV4_DEPTH, readUnion(version, in)),
        BlockUnion.restore(BlockUnion.IPV6_DEPTH, readUnion(version, in)),
        LostPrefixes.of(readLost(version, in)),
        readPolls(version, in),
        readProbed(version, in),
        in.readBoolean() ? readJudge(version, in) : null);
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
    return new CountryMemory(
        from.ipv4().copy(),
        from.ipv6().copy(),
        LostPrefixes.of(from.lost().all()),
        from.polls(),
        Map.of(
            IpFamily.IPV4, from.probed(IpFamily.IPV4), IpFamily.IPV6, from.probed(IpFamily.IPV6)),
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
