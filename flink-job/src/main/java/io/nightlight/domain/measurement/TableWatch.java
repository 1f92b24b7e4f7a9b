package io.nightlight.domain.measurement;

/**
 * How much of one address family's table a session has told.
 *
 * <p>It is complete at its End-of-RIB marker, at the end of a dump that had rows of it and was
 * begun since the session came up, or when its announcements have calmed down: at least {@link
 * WatchRules#settleShortestMicros()} after the session came up, once a window brings less than
 * {@link WatchRules#quietShare()} of the busiest one, at the latest after {@link
 * WatchRules#settleLongestMicros()} (pitfall P15). A transfer that paused looks calm; until the
 * latest time it counts as incomplete again when its announcements rise to that share. The family
 * that is told second is not calm while the first one fills the line. Time alone completes no table
 * of which nothing was told since the session came up.
 *
 * @param busiest announcements of the busiest window since the session came up
 * @param size rows of its last finished dump, or announcements while it was told; about how many
 *     prefixes it has
 * @param dumpRows rows of the dump that was begun last, met since the session came up
 * @param withdrawals how much of it was taken back of late
 */
public record TableWatch(
    Progress progress,
    int busiest,
    int size,
    DumpMarks dumps,
    int dumpRows,
    Withdrawals withdrawals) {
  public static final TableWatch UNHEARD =
      new TableWatch(Progress.UNHEARD, 0, 0, DumpMarks.NONE, 0, Withdrawals.NONE);

  /** How far the telling has come. */
  public enum Progress {
    /** No prefix of the family was ever shown to be the session's. */
    UNHEARD,
    INCOMPLETE,
    /** Complete as far as can be told by the calm. */
    CALM,
    COMPLETE
  }

  /**
   * What happened to the session in a window.
   *
   * @param start whether it came up anew, so that its tables begin anew
   * @param link whether it is up at the window's end
   * @param sinceMicros End-of-RIB markers count from then on
   * @param resetMicros dumps begun later count
   * @param dumpEndedMicros the dump that ended had been begun then; 0 if none ended
   * @param absent whether that dump showed no row of the session, of any family
   */
  record Turn(
      Start start,
      SessionWatch.Link link,
      long sinceMicros,
      long resetMicros,
      long dumpEndedMicros,
      Absence absent) {
    boolean isUp() {
      return link == SessionWatch.Link.UP;
    }

    boolean isFresh() {
      return start == Start.ANEW;
    }
  }

  enum Start {
    GOES_ON,
    ANEW
  }

  enum Absence {
    NOT_SAID,
    ABSENT
  }

  /** After a window in which the session did something. */
  TableWatch take(TableTally tally, Turn turn) {
    DumpMarks marks = marksAfter(tally, turn);
    boolean isNext = tally.dumpMicros() > dumps.startedAtMicros() || turn.isFresh();
    int rows = isNext ? 0 : dumpRows;
    rows += tally.dumpMicros() == marks.startedAtMicros() ? tally.dumpRows() : 0;
    boolean ended = marks.endedMicros() > dumps.endedMicros() && turn.absent() != Absence.ABSENT;
    boolean dumped = ended && marks.endedMicros() > turn.resetMicros();
    boolean marked =
        tally.endOfRibMicros() != SessionSummary.NEVER
            && tally.endOfRibMicros() >= turn.sinceMicros();
    Progress now = progressAfter(tally, turn, dumped || marked);
    int told = turn.isFresh() ? 0 : size;
    boolean telling = progress != Progress.COMPLETE || turn.isFresh();
    return new TableWatch(
        now,
        Math.max(turn.isFresh() ? 0 : busiest, tally.announced()),
        dumped ? rows : telling ? told + tally.announced() : told,
        marks,
        rows,
        withdrawalsAfter(tally, turn, marked, ended ? marks.endedMicros() : 0));
  }

  private DumpMarks marksAfter(TableTally tally, Turn turn) {
    long started = Math.max(dumps.startedAtMicros(), tally.dumpMicros());
    long endedNow = turn.dumpEndedMicros();
    boolean isMine = endedNow != 0 && endedNow == started;
    boolean counts = isMine || turn.absent() == Absence.ABSENT;
    return new DumpMarks(
        started, counts ? Math.max(dumps.endedMicros(), endedNow) : dumps.endedMicros());
  }

  private Progress progressAfter(TableTally tally, Turn turn, boolean whole) {
    if (progress == Progress.UNHEARD && !tally.showsPrefixes()) {
      return Progress.UNHEARD;
    }
    if (turn.isUp() && whole) {
      return Progress.COMPLETE;
    }
    boolean goesOn = turn.isUp() && !turn.isFresh() && progress != Progress.UNHEARD;
    return goesOn ? progress : Progress.INCOMPLETE;
  }

  private Withdrawals withdrawalsAfter(
      TableTally tally, Turn turn, boolean marked, long dumpEnded) {
    if (turn.isFresh() || !turn.isUp() || marked || dumpEnded > withdrawals.sinceMicros()) {
      return Withdrawals.NONE;
    }
    return withdrawals.next(isComplete() ? tally.withdrawn() - tally.announced() : 0);
  }

  /**
   * After a window in which the session was up.
   *
   * @param announced prefixes of this family announced in the window
   * @param line whether the session as a whole is telling a table
   */
  TableWatch settle(int announced, Line line, long upForMicros, WatchRules rules) {
    if (progress == Progress.UNHEARD || progress == Progress.COMPLETE) {
      return this;
    }
    boolean isQuiet = announced < rules.quietShare() * busiest;
    if (upForMicros >= rules.settleLongestMicros()) {
      return busiest > 0 || dumpRows > 0 ? with(Progress.COMPLETE) : this;
    }
    if (progress == Progress.CALM) {
      return isQuiet ? this : with(Progress.INCOMPLETE);
    }
    boolean dumpGoesOn = dumps.isUnderWay() && dumpRows > 0;
    boolean isCalm = isQuiet && line == Line.QUIET && !dumpGoesOn;
    return isCalm && upForMicros >= rules.settleShortestMicros() ? with(Progress.CALM) : this;
  }

  enum Line {
    QUIET,
    BUSY
  }

  /** After a window in which nothing was heard of the session. */
  TableWatch rest() {
    return with(withdrawals.next(0));
  }

  private TableWatch with(Progress now) {
    return new TableWatch(now, busiest, size, dumps, dumpRows, withdrawals);
  }

  TableWatch with(Withdrawals now) {
    return now.equals(withdrawals)
        ? this
        : new TableWatch(progress, busiest, size, dumps, dumpRows, now);
  }

  /** Whether a prefix of the family was ever shown to be the session's. */
  public boolean wasHeardOf() {
    return progress != Progress.UNHEARD;
  }

  /** Whether all of it has been told, as far as can be known. */
  public boolean isComplete() {
    return progress == Progress.CALM || progress == Progress.COMPLETE;
  }

  /** Whether the session alone withdrew much of it, and it has not come back. */
  public boolean isGutted() {
    return withdrawals.isGutted();
  }
}
