package io.nightlight.backtest.suite;

import io.nightlight.backtest.ReportedOutage;
import io.nightlight.domain.availability.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One country's life as it is being written: what happens to its prefixes, what its signals see of
 * it, and which of it are outages. A trouble of the routes is one of the probes too, which learn of
 * it later, each block at its own time; a trouble that is over before is never seen.
 */
final class CountryScript {

  /** Probes reach a block once in so many seconds. */
  private static final long ROUND = 600;

  /**
   * Three kinds of blocks by how soon probes are sure of them: share, and rounds more to be sure.
   */
  private static final double[] PROBED_SHARE = {0.45, 0.35, 0.2};

  private static final int[] ROUNDS_MORE = {0, 0, 1};

  /** In larger countries chance takes several at a time. */
  private static final int MOST_SINGLES = 1_000;

  final String country;
  final Estate ipv4;
  final @Nullable Estate ipv6;
  final Layer routes4;
  final @Nullable Layer routes6;
  final @Nullable Layer probes;

  /** Blocks that chance takes down for a while; beside the probes' layer. */
  final Layer chance;

  final Nights nights;
  final int voters;
  final long length;
  final List<Fault> faults = new ArrayList<>();
  final List<SuiteLabel> labels = new ArrayList<>();
  private final Chance lags;

  /** By part of the probes' layer: seconds until it counts as down, and as up again. */
  private final int[] downLag;

  private final int[] upLag;

  /** Where the parts of each prefix begin in the probes' layer. */
  private final int[] firstPart;

  CountryScript(CountryPlan plan, long length, Chance chance) {
    country = plan.country();
    ipv4 = plan.ipv4();
    ipv6 = plan.ipv6();
    nights = plan.nights();
    voters = plan.voters();
    this.length = length;
    lags = chance.split();
    routes4 = new Layer(ipv4.blocks());
    routes6 = ipv6 == null ? null : new Layer(ipv6.blocks());
    firstPart = new int[ipv4.prefixes() + 1];
    List<int[]> parts = new ArrayList<>();
    if (plan.respondingShare() > 0) {
      for (int prefix = 0; prefix < ipv4.prefixes(); prefix++) {
        firstPart[prefix] = parts.size();
        addParts(parts, ipv4.blocks()[prefix], plan.respondingShare());
      }
      firstPart[ipv4.prefixes()] = parts.size();
    }
    downLag = parts.stream().mapToInt(part -> part[1]).toArray();
    upLag = parts.stream().mapToInt(part -> part[2]).toArray();
    probes = parts.isEmpty() ? null : new Layer(parts.stream().mapToInt(part -> part[0]).toArray());
    int probed = parts.stream().mapToInt(part -> part[0]).sum();
    int[] single = new int[Math.min(probed, MOST_SINGLES)];
    Arrays.fill(single, probed / Math.max(1, single.length));
    this.chance = new Layer(single);
  }

  private void addParts(List<int[]> parts, int blocks, double respondingShare) {
    int left = 0;
    for (int i = 0; i < blocks; i++) {
      left += blocks > 64 || lags.happens(respondingShare) ? 1 : 0;
    }
    left = blocks > 64 ? (int) (blocks * respondingShare) : left;
    while (left > 0) {
      double drawn = lags.between(0, 1);
      int kind = drawn < PROBED_SHARE[0] ? 0 : drawn < PROBED_SHARE[0] + PROBED_SHARE[1] ? 1 : 2;
      int size = Math.min(left, Math.max(1, blocks / 6));
      int down = (int) lags.seconds(60, ROUND) + (int) ROUND * ROUNDS_MORE[kind];
      int up = (int) lags.seconds(30, ROUND);
      parts.add(new int[] {size, down, up});
      left -= size;
    }
  }

  /** Its route goes, and what is behind it. */
  void withdraw(int prefix, long from, long to) {
    routes4.trouble(prefix, from, to);
    silence(prefix, from, to);
  }

  void withdraw6(int prefix, long from, long to) {
    if (routes6 != null) {
      routes6.trouble(prefix, from, to);
    }
  }

  /** The hosts behind it no longer answer, whatever its route says. */
  void silence(int prefix, long from, long to) {
    if (probes == null) {
      return;
    }
    for (int part = firstPart[prefix]; part < firstPart[prefix + 1]; part++) {
      if (to - from > downLag[part]) {
        probes.trouble(part, from + downLag[part], to + upLag[part]);
      }
    }
  }

  void leaves(int prefix, long at) {
    routes4.leaves(prefix, at);
    if (probes != null) {
      for (int part = firstPart[prefix]; part < firstPart[prefix + 1]; part++) {
        probes.leaves(part, at + downLag[part]);
      }
    }
  }

  void arrives(int prefix, long at) {
    routes4.arrives(prefix, at);
    if (probes != null) {
      for (int part = firstPart[prefix]; part < firstPart[prefix + 1]; part++) {
        probes.arrives(part, at + upLag[part]);
      }
    }
  }

  /** Whether it has time in common with an outage that was written. */
  boolean labelTouching(ReportedOutage report) {
    Instant to = report.recoveredAt();
    return labels.stream()
        .map(SuiteLabel::outage)
        .anyMatch(
            outage ->
                (to == null || outage.start().isBefore(to))
                    && (outage.end() == null || report.startedAt().isBefore(outage.end())));
  }

  boolean has(Signal signal) {
    return layer(signal) != null;
  }

  @Nullable Layer layer(Signal signal) {
    return switch (signal) {
      case IPV4_ROUTES -> routes4;
      case IPV6_ROUTES -> routes6;
      case PROBES -> probes;
    };
  }
}
