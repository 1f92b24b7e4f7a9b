package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.routes.BlockUnion;
import io.nightlight.domain.routes.LostPrefixes;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of one country's memory in checkpoints and savepoints. */
public final class CountryMemorySerializer extends VersionedSerializer<CountryMemory> {
  private static final long serialVersionUID = 1;

  private static final TypeSerializer<CountryJudge.Snapshot> JUDGE =
      TypeInformation.of(CountryJudge.Snapshot.class).createSerializer(strict());

  private static SerializerConfigImpl strict() {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    return config;
  }

  @Override
  int version() {
    return 1;
  }

  @Override
  void writeBody(CountryMemory memory, DataOutputView out) throws IOException {
    writeUnion(memory.ipv4().snapshot(), out);
    writeUnion(memory.ipv6().snapshot(), out);
    LostPrefixes.Snapshot lost = memory.lost().snapshot();
    ColumnBytes.write(lost.prefixes(), out);
    ColumnBytes.write(lost.lostAtMicros(), out);
    out.writeBoolean(memory.seen().contains(IpFamily.IPV4));
    out.writeBoolean(memory.seen().contains(IpFamily.IPV6));
    CountryJudge.Snapshot judge = memory.judgeSnapshot();
    out.writeBoolean(judge != null);
    if (judge != null) {
      JUDGE.duplicate().serialize(judge, out);
    }
  }

  @Override
  CountryMemory readBody(int version, DataInputView in) throws IOException {
    return new CountryMemory(
        BlockUnion.restore(BlockUnion.IPV4_DEPTH, readUnion(in)),
        BlockUnion.restore(BlockUnion.IPV6_DEPTH, readUnion(in)),
        LostPrefixes.restore(
            new LostPrefixes.Snapshot(ColumnBytes.readLongs(in), ColumnBytes.readLongs(in))),
        readSeen(in),
        in.readBoolean() ? JUDGE.duplicate().deserialize(in) : null);
  }

  private static Set<IpFamily> readSeen(DataInputView in) throws IOException {
    Set<IpFamily> seen = EnumSet.noneOf(IpFamily.class);
    for (IpFamily family : List.of(IpFamily.IPV4, IpFamily.IPV6)) {
      if (in.readBoolean()) {
        seen.add(family);
      }
    }
    return seen;
  }

  private static void writeUnion(BlockUnion.Snapshot union, DataOutputView out) throws IOException {
    ColumnBytes.write(union.pieces(), out);
    ColumnBytes.write(union.visible(), out);
    ColumnBytes.write(union.unknown(), out);
  }

  private static BlockUnion.Snapshot readUnion(DataInputView in) throws IOException {
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
        BlockUnion.restore(BlockUnion.IPV4_DEPTH, from.ipv4().snapshot()),
        BlockUnion.restore(BlockUnion.IPV6_DEPTH, from.ipv6().snapshot()),
        LostPrefixes.restore(from.lost().snapshot()),
        from.seen(),
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
