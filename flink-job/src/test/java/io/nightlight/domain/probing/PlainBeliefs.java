package io.nightlight.domain.probing;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The rules of the beliefs in the plainest way, in minutes and objects: what the table is compared
 * with. It holds for windows of a minute and up to 16 hosts of an IPv6 block.
 */
final class PlainBeliefs {
  /** What makes two results the same. */
  private record Asked(long vantage, long block, long host, long time, ProbeMethod method) {}

  private record Heard(int replies, int silences) {
    private boolean isBetterThan(Heard other) {
      return replies != other.replies ? replies > other.replies : silences < other.silences;
    }
  }

  private static final class Block {
    private final Set<Long> responders = new HashSet<>();
    private BlockState state = BlockState.UNTRACKED;
    private int belief;
    private int replies;
    private int probes;
    private long learnedAt;
    private long reachedAt = Long.MIN_VALUE / 2;
  }

  /** Who is not to be believed at the end of a window. */
  record Standings(LongPredicate blind, LongPredicate cutOff) {}

  private final int round;
  private final int forget;
  private final TreeMap<Long, Map<Asked, Heard>> windows = new TreeMap<>();
  private final TreeMap<Long, Block> blocks = new TreeMap<>();
  private long settled = Long.MIN_VALUE;

  PlainBeliefs(ProbingRules rules) {
    round = (int) rules.round().toMinutes();
    forget = (int) rules.forgetAfter().toMinutes();
  }

  void accept(ProbeObservation result) {
    long minute = Math.floorDiv(result.observedAtMicros(), 60_000_000L) + 1;
    if (result.replies() + result.silences() == 0 || minute <= settled) {
      return;
    }
    Asked asked =
        new Asked(
            result.vantage().id(),
            result.target().block(),
            result.target().host(),
            result.observedAtMicros(),
            result.method());
    windows
        .computeIfAbsent(minute, m -> new LinkedHashMap<>())
        .merge(
            asked,
            new Heard(Math.min(16_383, result.replies()), Math.min(16_383, result.silences())),
            (a, b) -> b.isBetterThan(a) ? b : a);
  }

  /** Closes the windows up to a minute since 1970; the changes, in any order. */
  List<String> settle(long minute, Standings standings) {
    List<String> changes = new ArrayList<>();
    while (!windows.isEmpty() && windows.firstKey() <= minute) {
      long end = windows.firstKey();
      forget(end, changes);
      learn(end, windows.pollFirstEntry().getValue(), standings, changes);
      expire(end, changes);
      settled = end;
    }
    forget(minute, changes);
    expire(minute, changes);
    settled = minute;
    return changes;
  }

  private void forget(long minute, List<String> changes) {
    if (settled == Long.MIN_VALUE || minute / 1440 == settled / 1440) {
      return;
    }
    blocks
        .entrySet()
        .removeIf(
            entry -> {
              boolean isGone = minute - entry.getValue().learnedAt > forget;
              if (isGone) {
                tell(entry.getKey(), entry.getValue().state, BlockState.UNTRACKED, changes);
              }
              return isGone;
            });
  }

  private void learn(
      long minute, Map<Asked, Heard> window, Standings standings, List<String> changes) {
    window.keySet().removeIf(asked -> standings.blind().test(asked.vantage()));
    window.forEach(
        (asked, heard) -> {
          if (heard.replies() > 0) {
            blocks.computeIfAbsent(asked.block(), b -> new Block()).responders.add(asked.host());
          }
        });
    blocks.forEach((key, block) -> learn(minute, key, block, window, standings, changes));
  }

  private void learn(
      long minute,
      long key,
      Block block,
      Map<Asked, Heard> window,
      Standings standings,
      List<String> changes) {
    int replies = 0;
    boolean reached = false;
    for (Map.Entry<Asked, Heard> entry : window.entrySet()) {
      if (entry.getKey().block() == key && entry.getValue().replies() > 0) {
        replies += entry.getValue().replies();
        reached |= !standings.cutOff().test(entry.getKey().vantage());
      }
    }
    boolean othersGetThere = reached || minute - block.reachedAt <= round;
    int silences = 0;
    for (Map.Entry<Asked, Heard> entry : window.entrySet()) {
      Asked asked = entry.getKey();
      if (asked.block() == key
          && block.responders.contains(asked.host())
          && !(othersGetThere && standings.cutOff().test(asked.vantage()))) {
        silences += entry.getValue().silences();
      }
    }
    if (replies + silences > 0) {
      move(minute, key, block, replies, silences, changes);
      block.reachedAt = reached ? minute : block.reachedAt;
    }
  }

  private void move(
      long minute, long key, Block block, int replies, int silences, List<String> changes) {
    boolean isOld = minute - block.learnedAt > 2L * round;
    BlockState before = isOld ? BlockState.UNKNOWN : block.state;
    double rate = (block.replies + 1) / (block.probes + 8.0);
    rate = Math.max(1 / 16.0, Math.min(7 / 8.0, rate));
    // The factors are those of 256 rates.
    rate = Math.floor(rate * 256) / 256;
    double down = 0.99 / 256;
    double sure = rate < 0.5 ? rate * (rate / 0.5) : rate;
    long move =
        replies > 0
            ? replies * Math.round(1024 * StrictMath.log(rate / down))
            : -silences * Math.round(1024 * StrictMath.log((1 - down) / (1 - sure)));
    int limit = (int) Math.round(1024 * StrictMath.log(99));
    block.belief = (int) Math.max(-limit, Math.min(limit, (isOld ? 0 : block.belief) + move));
    long threshold = Math.round(1024 * StrictMath.log(9));
    BlockState after =
        block.belief > threshold
            ? BlockState.UP
            : block.belief < -threshold ? BlockState.DOWN : before;
    if (before == BlockState.UP && block.belief > threshold) {
      count(block, replies, silences);
    }
    tell(key, block.state, after, changes);
    block.state = after;
    block.learnedAt = minute;
  }

  private static void count(Block block, int replies, int silences) {
    int all = replies + silences;
    int counted = Math.min(all, 32);
    block.replies += (int) Math.round((double) counted * replies / all);
    block.probes += counted;
    if (block.probes > 255) {
      block.replies = (int) Math.round(block.replies / 2.0);
      block.probes = (int) Math.round(block.probes / 2.0);
    }
  }

  private void expire(long minute, List<String> changes) {
    blocks.forEach(
        (key, block) -> {
          if (minute - block.learnedAt > 2L * round && block.state != BlockState.UNKNOWN) {
            tell(key, block.state, BlockState.UNKNOWN, changes);
            block.state = BlockState.UNKNOWN;
            block.belief = 0;
          }
        });
  }

  private static void tell(long key, BlockState before, BlockState after, List<String> changes) {
    if (before != after) {
      changes.add(Prefix.format(key) + " " + before + ">" + after);
    }
  }

  /** All that is believed, in words. */
  String text() {
    StringBuilder text = new StringBuilder();
    blocks.forEach(
        (key, block) ->
            text.append(Prefix.format(key))
                .append(' ')
                .append(block.state)
                .append(' ')
                .append(block.belief)
                .append(' ')
                .append(block.replies)
                .append('/')
                .append(block.probes)
                .append('\n'));
    return text.toString();
  }
}
