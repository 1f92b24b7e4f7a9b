package io.nightlight.domain.measurement;

/**
 * What one session said of one address family in one window. Tallies add up, in any order.
 *
 * @param announced prefixes announced by live messages
 * @param withdrawn prefixes withdrawn by live messages
 * @param endOfRibMicros the last End-of-RIB marker, in microseconds since 1970; {@link
 *     SessionSummary#NEVER} if none came
 * @param dumpMicros the latest dump with rows in the window was begun then; 0 if none
 * @param dumpRows rows of that dump
 */
public record TableTally(
    int announced, int withdrawn, long endOfRibMicros, long dumpMicros, int dumpRows) {
  public static final TableTally NOTHING = new TableTally(0, 0, SessionSummary.NEVER, 0, 0);

  /** Both together. */
  public TableTally plus(TableTally other) {
    long dump = Math.max(dumpMicros, other.dumpMicros);
    return new TableTally(
        announced + other.announced,
        withdrawn + other.withdrawn,
        Math.max(endOfRibMicros, other.endOfRibMicros),
        dump,
        rowsOf(dump) + other.rowsOf(dump));
  }

  private int rowsOf(long dump) {
    return dumpMicros == dump ? dumpRows : 0;
  }

  /** Whether a prefix of the family was shown to be the session's. */
  public boolean showsPrefixes() {
    return announced > 0 || dumpRows > 0;
  }
}
