package io.nightlight.integration.world;

import io.nightlight.integration.world.Recording.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Puts records elsewhere in their files, or there twice, by a seed. */
public final class Disorder {
  private Disorder() {}

  /**
   * Each record lies up to {@code most} behind its place, so that none is further behind the latest
   * one before it. What a session said at one time stays together and in its order: nothing else
   * tells which of it came first.
   */
  public static List<Told> shuffled(List<Told> records, Duration most, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<At, Long> shifts = new HashMap<>();
    long mostMicros = most.toNanos() / 1000;
    List<Told> shuffled = new ArrayList<>();
    for (Told record : records) {
      long shift =
          shifts.computeIfAbsent(
              new At(record.peer(), record.atMicros()), at -> random.nextLong(mostMicros));
      shuffled.add(record.movedTo(record.placeMicros() + shift));
    }
    return shuffled;
  }

  private record At(Peer peer, long micros) {}

  /** A share of the records is there twice. */
  public static List<Told> doubled(List<Told> records, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Told> doubled = new ArrayList<>();
    for (Told record : records) {
      doubled.add(record);
      if (random.nextDouble() < share) {
        doubled.add(record);
      }
    }
    return doubled;
  }

  /** A share of the records lies so much later in its file. */
  public static List<Told> delayed(List<Told> records, double share, Duration by, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long byMicros = by.toNanos() / 1000;
    return records.stream()
        .map(
            record ->
                random.nextDouble() < share
                    ? record.movedTo(record.placeMicros() + byMicros)
                    : record)
        .toList();
  }
}
