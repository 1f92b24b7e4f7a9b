package io.nightlight.operator;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.probing.BlockListener;
import io.nightlight.domain.probing.BlockTable;
import io.nightlight.domain.probing.ProbingRules;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps one shard of the beliefs in address blocks, and tells each country which of its blocks went
 * up, down or unknown. Keyed by shard.
 */
public final class TrackBlocks
    extends KeyedBroadcastProcessFunction<Integer, BlockBatch, Directive, CountryChange> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final ProbingRules rules;
  private final CountryMap countries;

  private transient ValueState<BlockTable> table;
  private transient KeyedTick tick;
  private transient KeyedMap map;
  private transient Counters.Count late;
  private transient Counters.Count noRoom;
  private transient VantagesInForce vantages;

  public TrackBlocks(long windowMicros, ProbingRules rules, CountryMap countries) {
    this.windowMicros = windowMicros;
    this.rules = rules;
    this.countries = countries;
  }

  @Override
  public void open(OpenContext context) {
    table =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("blocks", new BlockTableSerializer()));
    tick = new KeyedTick(getRuntimeContext(), windowMicros);
    map = new KeyedMap(getRuntimeContext(), countries);
    late = Counters.count(getRuntimeContext(), Counters.LATE, Metric.LATE);
    noRoom = Counters.count(getRuntimeContext(), Counters.NO_ROOM, Metric.NO_ROOM);
    vantages = new VantagesInForce();
  }

  @Override
  public void processElement(
      BlockBatch batch, ReadOnlyContext context, Collector<CountryChange> out) throws Exception {
    BlockTable blocks = table.value();
    boolean isFirst = blocks == null;
    if (blocks == null) {
      blocks = new BlockTable(windowMicros);
    }
    BlockTable.Accepted accepted = blocks.accept(batch);
    late.add(accepted.late());
    table.update(blocks);
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
    vantages.forget();
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
    BlockTable blocks = table.value();
    BlockListener listener = change -> tell(change, windowEnd, out);
    if (task == KeyedMap.Task.TELL_ALL_ANEW) {
      blocks.tellAll(listener);
    }
    int refused =
        blocks.settle(windowEnd, rules, vantages.at(windowEnd, context).by(countries), listener);
    noRoom.add(refused);
    table.update(blocks);
  }

  private void tell(BlockChange change, long windowEnd, Collector<CountryChange> out) {
    countries
        .countryOf(change.block())
        .ifPresent(country -> out.collect(CountryChange.of(country, windowEnd, change)));
  }
}
