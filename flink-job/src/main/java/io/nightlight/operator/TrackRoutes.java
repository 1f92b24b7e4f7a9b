package io.nightlight.operator;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.domain.routes.ShardMembers;
import io.nightlight.domain.routes.Visibility;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps one shard of the routing tables, and tells each country what became visible, lost or
 * unknown. Keyed by shard.
 */
public final class TrackRoutes
    extends KeyedBroadcastProcessFunction<Integer, RouteBatch, Directive, CountryChange> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final CountryMap countries;

  @SuppressWarnings("unused")
  private final OutputTag<ShardMembers> members;

  private transient ValueState<RouteTable> table;
  private transient ValueState<Long> tick;
  private transient LongCounter late;
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
    tick = getRuntimeContext().getState(new ValueStateDescriptor<>("tick", Types.LONG));
    late = Counters.counter(getRuntimeContext(), Counters.LATE);
    standings = new StandingsCache();
  }

  @Override
  public void processElement(
      RouteBatch batch, ReadOnlyContext context, Collector<CountryChange> out) throws Exception {
    RouteTable routes = table.value();
    if (routes == null) {
      routes = new RouteTable(windowMicros);
    }
    long first = Long.MAX_VALUE;
    for (int i = 0; i < batch.prefixes().length; i++) {
      int source = batch.sources()[i];
      if (routes.isLate(batch.times()[i])) {
        late.add(1L);
      }
      long windowEnd =
          routes.accept(
              batch.sessionIds()[source >>> 2],
              batch.peerAsns()[source >>> 2],
              source & 3,
              batch.times()[i],
              batch.sequences()[i],
              batch.prefixes()[i]);
      first = Math.min(first, windowEnd);
    }
    table.update(routes);
    Long next = tick.value();
    if (next == null || first < next) {
      tick.update(first);
      context.timerService().registerEventTimeTimer(Ticks.timer(first));
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
    RouteTable routes = table.value();
    routes.settle(
        windowEnd,
        standings.at(windowEnd, context),
        (prefix, before, after) -> tell(prefix, before, after, windowEnd, out));
    table.update(routes);
    long next = Directives.next(windowEnd, windowMicros, context);
    tick.update(next);
    context.timerService().registerEventTimeTimer(Ticks.timer(next));
  }

  private void tell(
      long prefix,
      Visibility before,
      Visibility after,
      long windowEnd,
      Collector<CountryChange> out) {
    countries.forEachPart(
        prefix,
        (country, firstBlock, blockCount) ->
            out.collect(
                new CountryChange(
                    country, windowEnd, prefix, before, after, firstBlock, blockCount)));
  }
}
