package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Arrays;

/** How many sources had a vote in the last minutes. */
final class VoterHistory {

  private final long lookBackMicros;

  /** A ring of the windows of the look-back; its length is a power of two. */
  private long[] ends = new long[16];

  private int[] voters = new int[16];
  private int oldest;
  private int size;

  /** The most voters of any of the windows, and those of the newest. */
  private int most;

  private int now;

  VoterHistory(Duration lookBack) {
    lookBackMicros = Micros.of(lookBack);
  }

  /** Takes in a window; windows come in the order of time. */
  void add(long windowEndMicros, int votersNow) {
    boolean mostAreGone = false;
    while (size > 0 && ends[oldest] < windowEndMicros - lookBackMicros) {
      mostAreGone |= voters[oldest] == most;
      oldest = at(1);
      size--;
    }
    append(windowEndMicros, votersNow);
    now = votersNow;
    most = mostAreGone ? countMost() : Math.max(most, votersNow);
  }

  private void append(long end, int number) {
    if (size == ends.length) {
      Snapshot all = snapshot();
      ends = Arrays.copyOf(all.ends(), 2 * size);
      voters = Arrays.copyOf(all.voters(), 2 * size);
      oldest = 0;
    }
    int at = at(size++);
    ends[at] = end;
    voters[at] = number;
  }

  private int at(int number) {
    return oldest + number & ends.length - 1;
  }

  private int countMost() {
    int found = 0;
    for (int i = 0; i < size; i++) {
      found = Math.max(found, voters[at(i)]);
    }
    return found;
  }

  /** Whether more than that share of the members lost their vote within the look-back. */
  Sight sight(int members, double share) {
    return most - now > share * members ? Sight.REDUCED : Sight.STEADY;
  }

  void clear() {
    size = 0;
    most = 0;
    now = 0;
  }

  Snapshot snapshot() {
    Snapshot snapshot = new Snapshot(new long[size], new int[size]);
    for (int i = 0; i < size; i++) {
      snapshot.ends()[i] = ends[at(i)];
      snapshot.voters()[i] = voters[at(i)];
    }
    return snapshot;
  }

  static VoterHistory restore(Snapshot snapshot, Duration lookBack) {
    VoterHistory history = new VoterHistory(lookBack);
    for (int i = 0; i < snapshot.ends().length; i++) {
      history.append(snapshot.ends()[i], snapshot.voters()[i]);
      history.now = snapshot.voters()[i];
    }
    history.most = history.countMost();
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
