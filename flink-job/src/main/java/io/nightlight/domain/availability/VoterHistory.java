package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Arrays;

/** How many sources had a vote in the last minutes. */
final class VoterHistory {

  private final long lookBackMicros;

  /** The windows of the look-back are the first {@code size}, oldest first. */
  private long[] ends = new long[16];

  private int[] voters = new int[16];
  private int size;

  VoterHistory(Duration lookBack) {
    lookBackMicros = Micros.of(lookBack);
  }

  /** Takes in a window; windows come in the order of time. */
  void add(long windowEndMicros, int votersNow) {
    int stale = 0;
    while (stale < size && ends[stale] < windowEndMicros - lookBackMicros) {
      stale++;
    }
    size -= stale;
    System.arraycopy(ends, stale, ends, 0, size);
    System.arraycopy(voters, stale, voters, 0, size);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      voters = Arrays.copyOf(voters, 2 * size);
    }
    ends[size] = windowEndMicros;
    voters[size++] = votersNow;
  }

  /** Whether more than that share of the members lost their vote within the look-back. */
  Sight sight(int members, double share) {
    int most = 0;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, voters[i]);
    }
    int now = size == 0 ? 0 : voters[size - 1];
    return most - now > share * members ? Sight.REDUCED : Sight.STEADY;
  }

  void clear() {
    size = 0;
  }

  Snapshot snapshot() {
    return new Snapshot(Arrays.copyOf(ends, size), Arrays.copyOf(voters, size));
  }

  static VoterHistory restore(Snapshot snapshot, Duration lookBack) {
    VoterHistory history = new VoterHistory(lookBack);
    history.size = snapshot.ends().length;
    history.ends = Arrays.copyOf(snapshot.ends(), Math.max(16, history.size));
    history.voters = Arrays.copyOf(snapshot.voters(), Math.max(16, history.size));
    return history;
  }

  /**
   * All that a voter history remembers, oldest first.
   *
   * @param ends ends of the windows, microseconds since 1970
   * @param voters sources with a vote in each
   */
  @SuppressWarnings("ArrayRecordComponent") // compact: there are hundreds of them; never compared
  public record Snapshot(long[] ends, int[] voters) {}
}
