package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Arrays;

/** How many sources had a vote in the last minutes. */
final class VoterHistory {

  private final long lookBackMicros;
  private long[] ends = new long[0];
  private int[] voters = new int[0];

  VoterHistory(Duration lookBack) {
    lookBackMicros = Micros.of(lookBack);
  }

  /** Takes in a window; windows come in the order of time. */
  void add(long windowEndMicros, int votersNow) {
    int stale = 0;
    while (stale < ends.length && ends[stale] < windowEndMicros - lookBackMicros) {
      stale++;
    }
    int size = ends.length - stale + 1;
    long[] newEnds = new long[size];
    int[] newVoters = new int[size];
    System.arraycopy(ends, stale, newEnds, 0, size - 1);
    System.arraycopy(voters, stale, newVoters, 0, size - 1);
    newEnds[size - 1] = windowEndMicros;
    newVoters[size - 1] = votersNow;
    ends = newEnds;
    voters = newVoters;
  }

  /** Whether more than that share of the members lost their vote within the look-back. */
  Sight sight(int members, double share) {
    int most = Arrays.stream(voters).max().orElse(0);
    int now = voters.length == 0 ? 0 : voters[voters.length - 1];
    return most - now > share * members ? Sight.REDUCED : Sight.STEADY;
  }

  void clear() {
    ends = new long[0];
    voters = new int[0];
  }

  Snapshot snapshot() {
    return new Snapshot(ends.clone(), voters.clone());
  }

  static VoterHistory restore(Snapshot snapshot, Duration lookBack) {
    VoterHistory history = new VoterHistory(lookBack);
    history.ends = snapshot.ends().clone();
    history.voters = snapshot.voters().clone();
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
