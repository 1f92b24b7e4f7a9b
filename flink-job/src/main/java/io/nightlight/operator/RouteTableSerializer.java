package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.PairNumbers;
import io.nightlight.domain.routes.PrefixRows;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.domain.routes.SessionSlots;
import io.nightlight.domain.routes.TableDumps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of one shard of the routing tables in checkpoints and savepoints. */
public final class RouteTableSerializer extends VersionedSerializer<RouteShard> {
  private static final long serialVersionUID = 1;

  @Override
  int version() {
    return 2;
  }

  @Override
  void writeBody(RouteShard shard, DataOutputView out) throws IOException {
    RouteShard.Snapshot snapshot = shard.snapshot();
    out.writeLong(snapshot.ipv4().windowMicros());
    write(snapshot.ipv4(), out);
    write(snapshot.ipv6(), out);
  }

  @Override
  RouteShard readBody(int version, DataInputView in) throws IOException {
    if (version == 1) {
      return RouteShard.restore(FirstRouteTableFormat.read(in));
    }
    long windowMicros = in.readLong();
    return RouteShard.restore(
        new RouteShard.Snapshot(
            read(windowMicros, IpFamily.IPV4, in), read(windowMicros, IpFamily.IPV6, in)));
  }

  private static void write(RouteTable.Snapshot table, DataOutputView out) throws IOException {
    out.writeLong(table.settledUntilMicros());
    StandingBytes.write(table.sessions(), out);
    RowBytes.write(table.family(), table.rows(), out);
    DumpBytes.writePairs(table.paths(), out);
    DumpBytes.write(table.dumps(), table.rows(), out);
    PackedColumns.writeSteps(table.pendingEnds(), out);
    for (RouteOps.Columns ops : table.pending()) {
      write(ops, out);
    }
  }

  private static RouteTable.Snapshot read(long windowMicros, IpFamily family, DataInputView in)
      throws IOException {
    long settledUntilMicros = in.readLong();
    SessionSlots.Columns sessions = StandingBytes.read(family, in);
    PrefixRows.Columns rows = RowBytes.read(family, in);
    PairNumbers.Columns paths = DumpBytes.readPairs(in);
    TableDumps.Columns dumps = DumpBytes.read(rows, in);
    long[] ends = PackedColumns.readSteps(in);
    List<RouteOps.Columns> pending = new ArrayList<>();
    for (int i = 0; i < ends.length; i++) {
      pending.add(readOps(in));
    }
    return new RouteTable.Snapshot(
        windowMicros, family, settledUntilMicros, sessions, rows, paths, dumps, ends, pending);
  }

  private static void write(RouteOps.Columns ops, DataOutputView out) throws IOException {
    ColumnBytes.writeNumber(ops.size(), out);
    new WordBytes().write(ops.words(), ops.words().length, out);
    PackedColumns.write(ops.pathIds(), out);
  }

  private static RouteOps.Columns readOps(DataInputView in) throws IOException {
    long[] words = OpWords.room(ColumnBytes.readNumber(in));
    new WordBytes().read(words, words.length, in);
    return new RouteOps.Columns(words, PackedColumns.readInts(in));
  }

  @Override
  public RouteShard createInstance() {
    return new RouteShard(1);
  }

  @Override
  public RouteShard copy(RouteShard from) {
    return from.copy();
  }

  @Override
  public TypeSerializerSnapshot<RouteShard> snapshotConfiguration() {
    return new Format();
  }

  /** The format's name in a savepoint; the version of a value is in the value. */
  public static final class Format extends SimpleTypeSerializerSnapshot<RouteShard> {
    public Format() {
      super(RouteTableSerializer::new);
    }
  }
}
