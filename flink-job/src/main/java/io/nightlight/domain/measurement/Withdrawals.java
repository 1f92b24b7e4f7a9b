package io.nightlight.domain.measurement;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of its table one session has taken back of late, and whether it is held to be gutted.
 *
 * @param lately withdrawals less announcements of the last windows, oldest first, at most {@link
 *     #WINDOWS}
 * @param hole how many prefixes it withdrew alone; 0 while it isn't held to be gutted
 * @param missing how many of them it has not announced again
 * @param sinceMicros the start of the window in which it was recognised, in microseconds since 1970
 * @param windows how many windows ago
 */
public record Withdrawals(
    List<Integer> lately, int hole, int missing, long sinceMicros, int windows) {
  /** What was withdrawn within so many windows was withdrawn together. */
  static final int WINDOWS = 10;

  /** A hole is closed when no more than this share of it is missing. */
  private static final double CLOSED_SHARE = 0.1;

  public static final Withdrawals NONE = new Withdrawals(List.of(), 0, 0, 0, 0);

  /**
   * After a window.
   *
   * @param net prefixes withdrawn less prefixes announced; announcements of what it never lost
   *     count, too: in an hour they are a few hundredths of a table
   */
  Withdrawals next(int net) {
    if (net == 0 && lately.isEmpty() && hole == 0) {
      return this;
    }
    List<Integer> now = new ArrayList<>(lately);
    now.add(net);
    while (!now.isEmpty() && (now.size() > WINDOWS || now.get(0) <= 0)) {
      now.remove(0);
    }
    int open = Math.max(0, missing + net);
    int widest = Math.max(hole, open);
    if (hole == 0) {
      return new Withdrawals(now, 0, 0, 0, 0);
    }
    return open <= CLOSED_SHARE * widest
        ? NONE
        : new Withdrawals(now, widest, open, sinceMicros, windows + 1);
  }

  /** The most that it has withdrawn on balance in the last windows, however many of them. */
  int most() {
    int most = 0;
    int sum = 0;
    for (int i = lately.size() - 1; i >= 0; i--) {
      sum += lately.get(i);
      most = Math.max(most, sum);
    }
    return most;
  }

  boolean isGutted() {
    return hole > 0;
  }

  Withdrawals gutted(long windowStartMicros) {
    return new Withdrawals(lately, most(), most(), windowStartMicros, 0);
  }

  /** Others withdraw the same: it only was the first. */
  Withdrawals joined() {
    return new Withdrawals(lately, 0, 0, 0, 0);
  }
}
