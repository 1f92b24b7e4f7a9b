package io.nightlight.demo;

import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.demo.ProbeTarget.Habit;
import io.nightlight.demo.Timeline.Span;
import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * What comes of a probe by the {@link Timeline}: packets go where routes lead, but for ordinary
 * loss, hosts that sleep, and a vantage that hears nothing.
 *
 * <p>Every vantage probes all of North Korea, and a third of everything else.
 */
final class ProbedWorld implements ProbeArchive.World {
  private static final long SECOND = 1_000_000;

  /** The share of probes that get lost. */
  private static final double LOSS = 0.02;

  /** Of all probes, how many a vantage fails to send. */
  private static final double FAILURE = 0.002;

  /** So many vantages share out what is not of North Korea. */
  private static final int SHARES = 3;

  private final List<ProbeTarget> targets;
  private final List<Loss> losses = new ArrayList<>();

  /**
   * A time without packets to some targets, in microseconds since 1970, by vantage: each lives in
   * another network, which hears of it in its own time.
   */
  @SuppressWarnings("ArrayRecordComponent") // columns, never compared
  private record Loss(long[] from, long[] to, boolean[] targets) {
    boolean swallows(int vantage, int target, long atMicros) {
      return targets[target] && from[vantage] <= atMicros && atMicros < to[vantage];
    }
  }

  ProbedWorld(List<ProbeTarget> targets, RouteCatalog routes, SplittableRandom random) {
    this.targets = List.copyOf(targets);
    for (Span span : Timeline.NORTH_KOREA) {
      lose(span, target -> target.isOf("KP"), random);
    }
    lose(Timeline.HUNT, target -> target.isOf(Timeline.HUNTED_COUNTRY), random);
    int[] dipped = Arrays.copyOf(routes.ofCountry(Timeline.DIPPED_COUNTRY), Timeline.DIPPED_ROUTES);
    lose(Timeline.DIP, target -> Arrays.binarySearch(dipped, target.route()) >= 0, random);
  }

  private void lose(Span span, Predicate<ProbeTarget> which, SplittableRandom random) {
    long[] from = new long[Timeline.VANTAGES.size()];
    long[] to = new long[Timeline.VANTAGES.size()];
    for (int vantage = 0; vantage < from.length; vantage++) {
      from[vantage] = Micros.of(span.start()) + random.nextLong(12 * SECOND, 30 * SECOND);
      to[vantage] = Micros.of(span.end()) + random.nextLong(2 * SECOND, 15 * SECOND);
    }
    boolean[] lost = new boolean[targets.size()];
    for (int target = 0; target < lost.length; target++) {
      lost[target] = which.test(targets.get(target));
    }
    losses.add(new Loss(from, to, lost));
  }

  @Override
  public Answer answer(int vantage, int target, Instant at, SplittableRandom chance) {
    ProbeTarget who = targets.get(target);
    if (!who.isOf("KP") && target % SHARES != vantage % SHARES) {
      return Answer.NOT_SENT;
    }
    boolean isAnswered = chance.nextDouble() < who.answers() * (1 - LOSS);
    if (chance.nextDouble() < FAILURE) {
      return Answer.PROBE_ERROR;
    }
    return isAnswered && isThere(who, target, at) && !isSwallowed(vantage, target, at)
        ? Answer.REPLY
        : Answer.NO_REPLY;
  }

  private boolean isSwallowed(int vantage, int target, Instant at) {
    if (vantage == Timeline.DEAF_VANTAGE && Timeline.DEAFNESS.contains(at)) {
      return true;
    }
    long micros = Micros.of(at);
    return losses.stream().anyMatch(loss -> loss.swallows(vantage, target, micros));
  }

  /** Nobody goes to bed at the same minute as others, nor every day at the same. */
  private static boolean isThere(ProbeTarget who, int target, Instant at) {
    if (who.habit() == Habit.ALWAYS) {
      return true;
    }
    long day = Math.floorDiv(at.getEpochSecond(), Duration.ofDays(1).toSeconds());
    long shift = (target * 7L + day * 3) % 9 + target % 4 * 12L;
    Duration ofDay =
        Duration.between(
            at.atOffset(ZoneOffset.UTC).toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC),
            at.minus(Duration.ofMinutes(shift)));
    return ofDay.compareTo(Timeline.BED_TIME) < 0
        || ofDay.compareTo(Timeline.BED_TIME.plus(Timeline.NIGHT)) >= 0;
  }
}
