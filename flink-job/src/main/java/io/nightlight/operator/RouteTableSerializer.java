package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.PairNumbers;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.domain.routes.SessionSlots;
import io.nightlight.domain.routes.TableDumps;
import io.nightlight.domain.routes.ToldPairs;
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
    RowBytes.write(table.rows(), out);
    write(table.paths(), out);
    write(table.dumps(), out);
    ColumnBytes.write(table.pendingEnds(), out);
    for (RouteOps.Columns ops : table.pending()) {
      write(ops, out);
    }
  }

  private static RouteTable.Snapshot read(long windowMicros, IpFamily family, DataInputView in)
      throws IOException {
    long settledUntilMicros = in.readLong();
    SessionSlots.Columns sessions = StandingBytes.read(family, in);
    var rows = RowBytes.read(in);
    PairNumbers.Columns paths = readPairs(in);
    TableDumps.Columns dumps = readDumps(in);
    long[] ends = ColumnBytes.readLongs(in);
    List<RouteOps.Columns> pending = new ArrayList<>();
    for (int i = 0; i < ends.length; i++) {
      pending.add(readOps(in));
    }
    return new RouteTable.Snapshot(
        windowMicros, family, settledUntilMicros, sessions, rows, paths, dumps, ends, pending);
  }

  private static void write(PairNumbers.Columns pairs, DataOutputView out) throws IOException {
    ColumnBytes.write(pairs.prefixes(), out);
    ColumnBytes.write(pairs.slots(), out);
    ColumnBytes.write(pairs.numbers(), out);
  }

  private static PairNumbers.Columns readPairs(DataInputView in) throws IOException {
    return new PairNumbers.Columns(
        ColumnBytes.readLongs(in), ColumnBytes.readInts(in), ColumnBytes.readInts(in));
  }

  private static void write(TableDumps.Columns dumps, DataOutputView out) throws IOException {
    ColumnBytes.write(dumps.collecting(), out);
    ColumnBytes.write(dumps.done(), out);
    ColumnBytes.write(dumps.winsSince(), out);
    ColumnBytes.write(dumps.shown(), out);
    ColumnBytes.write(dumps.told(), out);
    ColumnBytes.write(dumps.origins(), out);
    write(dumps.otherOrigins(), out);
    write(dumps.paths(), out);
    out.writeInt(dumps.lately().size());
    for (ToldPairs.Columns told : dumps.lately()) {
      out.writeLong(told.windowEndMicros());
      ColumnBytes.write(told.pairs(), out);
    }
  }

  private static TableDumps.Columns readDumps(DataInputView in) throws IOException {
    return new TableDumps.Columns(
        ColumnBytes.readLongs(in),
        ColumnBytes.readLongs(in),
        ColumnBytes.readLongs(in),
        ColumnBytes.readLongs(in),
        ColumnBytes.readLongs(in),
        ColumnBytes.readInts(in),
        readPairs(in),
        readPairs(in),
        readTold(in));
  }

  private static List<ToldPairs.Columns> readTold(DataInputView in) throws IOException {
    int windows = in.readInt();
    List<ToldPairs.Columns> lately = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      lately.add(new ToldPairs.Columns(in.readLong(), ColumnBytes.readLongs(in)));
    }
    return lately;
  }

  private static void write(RouteOps.Columns ops, DataOutputView out) throws IOException {
    ColumnBytes.write(ops.words(), out);
    ColumnBytes.write(ops.pathIds(), out);
  }

  private static RouteOps.Columns readOps(DataInputView in) throws IOException {
    return new RouteOps.Columns(ColumnBytes.readLongs(in), ColumnBytes.readInts(in));
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
