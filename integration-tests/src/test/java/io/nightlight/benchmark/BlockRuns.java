package io.nightlight.benchmark;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.domain.probing.BlockBatchBuilder;
import io.nightlight.domain.probing.BlockTable;
import io.nightlight.domain.probing.ProbingRules;
import io.nightlight.domain.probing.VantageStandings;
import io.nightlight.operator.BlockTableSerializer;
import io.nightlight.operator.Shards;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The beliefs in as many blocks as IODA probes: what they weigh, and how long results and ticks
 * take on one core, without Flink.
 */
final class BlockRuns {
  private static final long WINDOW_MICROS = 60_000_000;
  private static final long T0 = 1_419_206_400_000_000L;
  private static final int RESULTS_A_WINDOW = 1_200_000;
  private static final int RESPONDERS = 15;
  private static final int WINDOWS = 12;

  /** As many windows are open at once as the disorder of probes makes. */
  private static final int OPEN_WINDOWS = 3;

  /** Odd, so that numbers become as many different /24s. */
  private static final int SPREAD = 0x9E3779;

  private final int blocks;
  private final BlockTable[] shards = new BlockTable[Shards.COUNT];
  private final BlockBatchBuilder[] builders = new BlockBatchBuilder[Shards.COUNT];
  private final Vantage[] vantages = new Vantage[20];
  private final SplittableRandom random;
  private final List<BlockBatch> batches = new ArrayList<>();
  private long windowEnd = T0;
  private long changes;

  private BlockRuns(int blocks, long seed) {
    this.blocks = blocks;
    random = new SplittableRandom(seed);
    for (int shard = 0; shard < shards.length; shard++) {
      builders[shard] = new BlockBatchBuilder(shard);
    }
    for (int i = 0; i < vantages.length; i++) {
      vantages[i] = Vantage.of("vantage-" + i);
    }
  }

  static void measure(int blocks, long seed) throws IOException {
    BlockRuns runs = new BlockRuns(blocks, seed);
    runs.meetAll();
    runs.steady();
    runs.waiting();
    runs.idle();
    runs.checkpoint();
    runs.weigh();
  }

  private void weigh() {
    long known = 0;
    for (BlockTable shard : shards) {
      known += shard.blocks(IpFamily.IPV4);
    }
    long with = Heap.used();
    Arrays.fill(shards, null);
    Runs.tell("blocks", known);
    Runs.tell("heapBytes", with - Heap.used());
  }

  /** Every block's hosts answer, slice by slice. */
  private void meetAll() {
    Arrays.setAll(shards, shard -> new BlockTable(WINDOW_MICROS));
    int slice = RESULTS_A_WINDOW / RESPONDERS;
    for (int from = 0; from < blocks; from += slice) {
      for (int block = from; block < Math.min(blocks, from + slice); block++) {
        for (int host = 0; host < RESPONDERS; host++) {
          add(prefix(block), 1 + 17 * host, 1);
        }
      }
      flush();
      accept();
      settle();
    }
  }

  private static long prefix(int block) {
    return Prefix.ipv4(block * SPREAD << 8, 24);
  }

  private void add(long prefix, long host, int replies) {
    BlockBatchBuilder builder = builders[Shards.of(prefix)];
    builder.add(
        new ProbeObservation(
            vantages[random.nextInt(vantages.length)],
            windowEnd + random.nextLong(WINDOW_MICROS),
            new Target(prefix, host),
            ProbeMethod.ICMP_ECHO,
            replies,
            1 - replies,
            0));
    if (builder.isFull()) {
      batches.add(builder.take(Long.MIN_VALUE));
    }
  }

  private void flush() {
    for (BlockBatchBuilder builder : builders) {
      batches.add(builder.take(Long.MIN_VALUE));
    }
  }

  private void accept() {
    batches.forEach(batch -> shards[batch.shard()].accept(batch));
    batches.clear();
  }

  private void settle() {
    windowEnd += WINDOW_MICROS;
    for (BlockTable shard : shards) {
      shard.settle(windowEnd, ProbingRules.defaults(), VantageStandings.CLEAR, change -> changes++);
    }
  }

  /** One window's results, of blocks drawn at random; nine of ten are replies. */
  private void fill() {
    for (int i = 0; i < RESULTS_A_WINDOW; i++) {
      int replies = random.nextInt(10) == 0 ? 0 : 1;
      add(prefix(random.nextInt(blocks)), 1 + 17L * random.nextInt(RESPONDERS), replies);
    }
    flush();
  }

  private void steady() {
    Series accepting = new Series();
    Series settling = new Series();
    for (int window = 0; window < WINDOWS; window++) {
      fill();
      long begun = System.nanoTime();
      accept();
      long accepted = System.nanoTime();
      settle();
      accepting.add((accepted - begun) / 1e9);
      settling.add((System.nanoTime() - accepted) / 1e9);
    }
    double accept = accepting.median();
    double settle = settling.median();
    Runs.tell("acceptSeconds", accept);
    Runs.tell("settleSeconds", settle);
    Runs.tell("resultsPerSecond", RESULTS_A_WINDOW / (accept + settle));
  }

  private void waiting() {
    long without = Heap.used();
    for (int window = 0; window < OPEN_WINDOWS; window++) {
      fill();
      accept();
      windowEnd += WINDOW_MICROS;
    }
    Runs.tell("waitingBytes", (double) (Heap.used() - without) / RESULTS_A_WINDOW / OPEN_WINDOWS);
    windowEnd -= OPEN_WINDOWS * WINDOW_MICROS;
    for (int window = 0; window < OPEN_WINDOWS; window++) {
      settle();
    }
  }

  /** Ticks that bring nothing, until all blocks are unknown. */
  private void idle() {
    List<Double> seconds = new ArrayList<>();
    long before = changes;
    for (int window = 0; window < 2 * WINDOWS; window++) {
      long begun = System.nanoTime();
      settle();
      seconds.add((System.nanoTime() - begun) / 1e9);
    }
    Runs.tell("idleTicks", seconds.stream().map("%.4f"::formatted).toList());
    Runs.tell("expired", changes - before);
  }

  private void checkpoint() throws IOException {
    BlockTableSerializer serializer = new BlockTableSerializer();
    DataOutputSerializer out = new DataOutputSerializer(1 << 20);
    long bytes = 0;
    long begun = System.nanoTime();
    for (BlockTable shard : shards) {
      serializer.serialize(shard, out);
      bytes += out.length();
      out.clear();
    }
    Runs.tell("checkpointSeconds", (System.nanoTime() - begun) / 1e9);
    Runs.tell("checkpointBytes", bytes);
    begun = System.nanoTime();
    for (BlockTable shard : shards) {
      changes += shard.copy().settledUntilMicros() & 1;
    }
    Runs.tell("copySeconds", (System.nanoTime() - begun) / 1e9);
  }
}
