package io.nightlight.operator;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.VisibilityChange;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps one shard of the routing tables, and tells each country what became visible, lost or
 * unknown. Keyed by shard.
 */
public final class TrackRoutes
    extends KeyedBroadcastProcessFunction<Integer, RouteBatch, Directive, CountryChange> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final CountryMap countries;

  private transient ValueState<RouteShard> table;
  private transient ValueState<Long> tick;
  private transient LongCounter late;
  private transient StandingsCache standings;

  public TrackRoutes(long windowMicros, CountryMap countries) {
    this.windowMicros = windowMicros;
    this.countries = countries;
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
    RouteShard routes = table.value();
    if (routes == null) {
      routes = new RouteShard(windowMicros);
    }
    RouteShard.Accepted accepted = routes.accept(batch);
    late.add((long) accepted.late());
    table.update(routes);
    Long next = tick.value();
    long first = batch.size() == 0 ? batch.passedMicros() : accepted.firstWindowEndMicros();
    if (next == null || batch.size() > 0 && first < next) {
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
    RouteShard routes = table.value();
    routes.settle(
        windowEnd, standings.at(windowEnd, context), change -> tell(change, windowEnd, out));
    table.update(routes);
    long next = Directives.next(windowEnd, windowMicros, context);
    tick.update(next);
    context.timerService().registerEventTimeTimer(Ticks.timer(next));
  }

  private void tell(VisibilityChange change, long windowEnd, Collector<CountryChange> out) {
    countries.forEachPart(
        change.prefix(),
        (country, firstBlock, blockCount) ->
            out.collect(new CountryChange(country, windowEnd, change, firstBlock, blockCount)));
  }
}
