package io.nightlight.operator;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.ShardMembers;
import io.nightlight.domain.routes.VisibilityChange;
import io.nightlight.domain.routes.VisibilityListener;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps one shard of the routing tables, and tells each country what became visible, lost or
 * unknown, and who is a member of what. Keyed by shard.
 */
public final class TrackRoutes
    extends KeyedBroadcastProcessFunction<Integer, RouteBatch, Directive, CountryChange> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final CountryMap countries;
  private final OutputTag<ShardMembers> members;

  private transient ValueState<RouteShard> table;
  private transient KeyedTick tick;
  private transient KeyedMap map;
  private transient Counters.Count late;
  private transient Counters.Count noRoom;
  private transient StandingsCache standings;

  /**
   * @param members where shards tell who is a member of what
   */
  public TrackRoutes(long windowMicros, CountryMap countries, OutputTag<ShardMembers> members) {
    this.windowMicros = windowMicros;
    this.countries = countries;
    this.members = members;
  }

  @Override
  public void open(OpenContext context) {
    table =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("table", new RouteTableSerializer()));
    tick = new KeyedTick(getRuntimeContext(), windowMicros);
    map = new KeyedMap(getRuntimeContext(), countries);
    late = Counters.count(getRuntimeContext(), Counters.LATE, Metric.LATE);
    noRoom = Counters.count(getRuntimeContext(), Counters.ROUTES_NO_ROOM, Metric.NO_ROOM);
    standings = new StandingsCache();
  }

  @Override
  public void processElement(
      RouteBatch batch, ReadOnlyContext context, Collector<CountryChange> out) throws Exception {
    RouteShard routes = table.value();
    boolean isFirst = routes == null;
    if (routes == null) {
      routes = new RouteShard(windowMicros);
    }
    RouteShard.Accepted accepted = routes.accept(batch);
    late.add(accepted.late());
    noRoom.add(accepted.noRoom());
    table.update(routes);
    if (accepted.firstWindowEndMicros() != Long.MAX_VALUE) {
      tick.expect(accepted.firstWindowEndMicros(), context.timerService());
    } else if (isFirst && batch.passedMicros() != Long.MIN_VALUE) {
      tick.expect(batch.passedMicros(), context.timerService());
    }
  }

  @Override
  public void processBroadcastElement(
      Directive directive, Context context, Collector<CountryChange> out) throws Exception {
    Directives.file(directive, context);
    standings.forget();
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CountryChange> out)
      throws Exception {
    long windowEnd = Ticks.windowEndMicros(timestamp);
    if (Directives.isBeyondEnd(windowEnd, context)) {
      return;
    }
    KeyedMap.Task task = map.taskAt(windowEnd, tick, context);
    if (task != KeyedMap.Task.WAIT) {
      settle(windowEnd, task, context, out);
    }
    tick.close(windowEnd, context.timerService(), context);
  }

  private void settle(
      long windowEnd, KeyedMap.Task task, OnTimerContext context, Collector<CountryChange> out)
      throws Exception {
    RouteShard routes = table.value();
    VisibilityListener listener = change -> tell(change, windowEnd, out);
    if (task == KeyedMap.Task.TELL_ALL_ANEW) {
      routes.tellAll(listener);
    }
    routes.settle(windowEnd, standings.at(windowEnd, context), listener);
    if (task == KeyedMap.Task.TELL_ALL_ANEW || routes.shouldTellMembers()) {
      context.output(members, routes.tellMembers(context.getCurrentKey(), this::eachCountry));
    }
    table.update(routes);
  }

  private void eachCountry(long prefix, Consumer<String> visitor) {
    countries.forEachPart(prefix, (country, first, count) -> visitor.accept(country));
  }

  private void tell(VisibilityChange change, long windowEnd, Collector<CountryChange> out) {
    countries.forEachPart(
        change.prefix(),
        (country, firstBlock, blockCount) ->
            out.collect(CountryChange.of(country, windowEnd, change, firstBlock, blockCount)));
  }
}
