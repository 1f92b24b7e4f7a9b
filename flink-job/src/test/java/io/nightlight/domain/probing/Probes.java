package io.nightlight.domain.probing;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Probes of a shard, minute by minute; what was told of its blocks. */
final class Probes implements VantageStandings {
  static final long MINUTE = 60_000_000L;
  static final long DAY = 24 * 60 * MINUTE;

  /** A day's first minute. */
  static final long T0 = 1_419_206_400_000_000L;

  static final long BLOCK = Prefix.parse("175.45.176.0/24");
  static final long OTHER = Prefix.parse("175.45.177.0/24");
  static final long IPV6 = Prefix.parse("2001:db8:1::/48");

  final ProbingRules rules = ProbingRules.defaults();
  BlockTable table = new BlockTable(MINUTE);
  final List<String> told = new ArrayList<>();
  final Set<Vantage> blind = new LinkedHashSet<>();
  final Set<Vantage> cutOff = new LinkedHashSet<>();
  final BlockCensus census = new BlockCensus();
  int late;
  int noRoom;

  static Vantage vantage(int number) {
    return Vantage.of("atlas-" + number);
  }

  static ProbeObservation result(
      int vantage, long at, long block, long host, int replies, int silences) {
    return new ProbeObservation(
        vantage(vantage), at, new Target(block, host), ProbeMethod.ICMP_ECHO, replies, silences, 0);
  }

  /** Microseconds since 1970. */
  static long at(double minutes) {
    return T0 + Math.round(minutes * 60e6);
  }

  void reply(double minutes, int vantage, long block, long host) {
    accept(result(vantage, at(minutes), block, host, 1, 0));
  }

  void silence(double minutes, int vantage, long block, long host) {
    accept(result(vantage, at(minutes), block, host, 0, 1));
  }

  BlockTable.Accepted accept(ProbeObservation... observations) {
    BlockBatchBuilder builder = new BlockBatchBuilder(7);
    for (ProbeObservation observation : observations) {
      builder.add(observation);
    }
    BlockTable.Accepted accepted = table.accept(builder.take(Long.MIN_VALUE));
    late += accepted.late();
    return accepted;
  }

  /** Closes all windows that end by then. */
  void settle(long minutes) {
    long from = table.settledUntilMicros();
    long next = from == Long.MIN_VALUE ? T0 : from + MINUTE;
    for (long end = next; end <= T0 + minutes * MINUTE; end += MINUTE) {
      tick(end);
    }
  }

  /** Closes the window that ends then, and all before it. */
  void tick(long endMicros) {
    long minute = (endMicros - T0) / MINUTE;
    noRoom +=
        table.settle(
            endMicros,
            rules,
            this,
            change -> {
              census.apply(change);
              told.add(
                  minute
                      + " "
                      + Prefix.format(change.block())
                      + " "
                      + change.before()
                      + ">"
                      + change.after());
            });
  }

  List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  BlockState state(long block) {
    return table.state(block);
  }

  int belief(long block) {
    BlockRows rows = rows(block);
    return rows.belief(row(block));
  }

  int rate(long block) {
    return Belief.rate(rows(block).counts(row(block)));
  }

  private BlockRows rows(long block) {
    return table.rows(IpFamily.of(block));
  }

  private int row(long block) {
    return rows(block).find(Prefix.firstBlock(block));
  }

  @Override
  public boolean isBlind(long vantageId) {
    return blind.stream().anyMatch(vantage -> vantage.id() == vantageId);
  }

  @Override
  public boolean isCutOff(long vantageId, long block) {
    return cutOff.stream().anyMatch(vantage -> vantage.id() == vantageId);
  }
}
