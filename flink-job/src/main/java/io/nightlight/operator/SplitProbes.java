package io.nightlight.operator;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.measurement.VantageSummary;
import io.nightlight.domain.measurement.VantageTally;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.domain.probing.BlockBatchBuilder;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.util.OutputTag;

/** Splits probe results into batches by shard of blocks and summaries by vantage. */
public final class SplitProbes extends SplitInput<BlockBatch> {
  private static final long serialVersionUID = 1;

  private final CountryMap countries;
  private final OutputTag<VantageSummary> summaries;

  private transient BlockBatchBuilder[] batches;
  private transient Map<Long, Tallies<VantageTally>> vantages;

  /**
   * @param disorderMicros how much live input may be out of order
   */
  public SplitProbes(
      long windowMicros,
      long disorderMicros,
      CountryMap countries,
      OutputTag<VantageSummary> summaries,
      OutputTag<InputHeard> heard,
      OutputTag<Rejection> rejections) {
    super(windowMicros, disorderMicros, heard, rejections);
    this.countries = countries;
    this.summaries = summaries;
  }

  @Override
  public void open() throws Exception {
    super.open();
    batches = new BlockBatchBuilder[Shards.COUNT];
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      batches[shard] = new BlockBatchBuilder(Shards.key(shard));
    }
    vantages = new LinkedHashMap<>();
  }

  @Override
  void split(Arrival arrival, long windowEndMicros) {
    ProbeObservation observation = Objects.requireNonNull(arrival.probe());
    counters().observed(observation);
    Vantage vantage = observation.vantage();
    if (vantage.id() == Vantage.FEED.id()) {
      return;
    }
    long block = observation.target().block();
    vantages
        .computeIfAbsent(
            vantage.id(),
            id -> new Tallies<>(new VantageTally(vantage, Long.MIN_VALUE), VantageTally::of))
        .of(windowEndMicros)
        .add(observation, countries.countryOf(block).orElse(null));
    BlockBatchBuilder batch = batches[Shards.of(block)];
    batch.add(observation);
    if (batch.isFull()) {
      send(batch.take(passedMicros()));
    }
  }

  @Override
  void flushAll() {
    for (BlockBatchBuilder batch : batches) {
      if (!batch.isEmpty()) {
        send(batch.take(passedMicros()));
      }
    }
    for (Tallies<VantageTally> tallies : vantages.values()) {
      tallies.forEach(this::tell);
    }
  }

  private void tell(VantageTally tally) {
    VantageSummary summary = tally.take();
    if (summary != null) {
      aside(summaries, summary);
    }
  }

  @Override
  void forgetUntil(long windowEndMicros) {
    vantages.values().forEach(tallies -> tallies.forgetUntil(windowEndMicros));
    vantages.values().removeIf(Tallies::isEmpty);
  }

  @Override
  BlockBatch wake(int shard, long windowEndMicros) {
    return BlockBatch.wake(Shards.key(shard), windowEndMicros);
  }
}
