package io.nightlight.domain.probing;

/**
 * What the results of one window say of the blocks of one family.
 *
 * <p>Replies come first: they make a host known, and prove that its block was reached. Then the
 * silences of known responders count; a host that never answered is no evidence when it doesn't. A
 * vantage that is cut off keeps its replies, but loses its silences of the blocks that others got a
 * reply of within the last round (pitfall P32).
 */
final class WindowEvidence {
  /** Beyond any sum that could matter, and far from overflow. */
  private static final int MOST = 1 << 20;

  private final BlockRows rows;
  private final BlockOps ops;
  private final VantageStandings standings;

  /** The places of the results that count; those that don't are negative. */
  private final int[] places;

  private final int[] rowOf;
  private final long minute;
  private int noRoom;
  private int[] replies = {};
  private int[] silences = {};
  private boolean[] isReached = {};

  /**
   * @param places of the family's results
   * @param minute of the window's end, since 1970
   */
  WindowEvidence(
      BlockRows rows, BlockOps ops, int[] places, VantageStandings standings, long minute) {
    this.rows = rows;
    this.ops = ops;
    this.places = places;
    this.standings = standings;
    this.minute = minute;
    rowOf = new int[places.length];
  }

  /** How many replies were of blocks that found no room. */
  int noRoom() {
    return noRoom;
  }

  /** Counts what there is. */
  void count(ProbingRules rules) {
    meetResponders();
    replies = new int[rows.size()];
    silences = new int[rows.size()];
    isReached = new boolean[rows.size()];
    countReplies();
    countSilences(rules.roundMinutes());
  }

  private void meetResponders() {
    for (int i = 0; i < places.length; i++) {
      long target = ops.target(places[i]);
      if (ProbeOutcome.replies(ops.outcome(places[i])) == 0) {
        rowOf[i] = rows.find(TargetKey.index(target));
        continue;
      }
      rowOf[i] = rows.findOrAdd(TargetKey.index(target));
      if (rowOf[i] >= 0) {
        rows.responders().add(rowOf[i], TargetKey.host(target));
      } else {
        noRoom++;
      }
    }
    // A block that was silent before its first reply in the same window has its row by now.
    for (int i = 0; i < places.length; i++) {
      if (rowOf[i] < 0) {
        rowOf[i] = rows.find(TargetKey.index(ops.target(places[i])));
      }
    }
  }

  private void countReplies() {
    for (int i = 0; i < places.length; i++) {
      int heard = ProbeOutcome.replies(ops.outcome(places[i]));
      if (heard > 0 && rowOf[i] >= 0) {
        replies[rowOf[i]] = Math.min(MOST, replies[rowOf[i]] + heard);
        isReached[rowOf[i]] |= !isCutOff(i);
      }
    }
  }

  private void countSilences(int roundMinutes) {
    for (int i = 0; i < places.length; i++) {
      int row = rowOf[i];
      int silent = ProbeOutcome.silences(ops.outcome(places[i]));
      if (silent == 0
          || row < 0
          || !rows.responders().contain(row, TargetKey.host(ops.target(places[i])))) {
        continue;
      }
      boolean othersGetThere = isReached[row] || wasReached(row, roundMinutes);
      if (!othersGetThere || !isCutOff(i)) {
        silences[row] = Math.min(MOST, silences[row] + silent);
      }
    }
  }

  private boolean isCutOff(int i) {
    return standings.isCutOff(ops.vantage(places[i]), TargetKey.block(ops.target(places[i])));
  }

  /** A new row was never reached. */
  private boolean wasReached(int row, int withinMinutes) {
    return rows.state(row) != BlockState.UNTRACKED
        && rows.sinceReached(row, minute) <= withinMinutes;
  }

  /** Judges each block that anything was learned of, once. */
  void judge(ProbingRules rules, BlockListener listener) {
    for (int row = 0; row < replies.length; row++) {
      if ((replies[row] | silences[row]) != 0) {
        judge(row, rules.knownMinutes(), listener);
      }
    }
  }

  private void judge(int row, int knownMinutes, BlockListener listener) {
    BlockState told = rows.state(row);
    boolean isKnown = told != BlockState.UNTRACKED && rows.age(row, minute) <= knownMinutes;
    BlockState before = isKnown ? told : BlockState.UNKNOWN;
    int was = isKnown ? rows.belief(row) : Belief.UNDECIDED;
    int belief = Belief.after(was, Belief.rate(rows.counts(row)), replies[row], silences[row]);
    BlockState after = Belief.state(belief, before);
    if (before == BlockState.UP && Belief.isHigh(belief)) {
      rows.setCounts(row, Belief.learned(rows.counts(row), replies[row], silences[row]));
    }
    rows.believe(row, belief, after);
    rows.setLearned(row, minute);
    if (isReached[row]) {
      rows.setReached(row, minute);
    } else if (told == BlockState.UNTRACKED) {
      rows.setReached(row, minute - BlockTable.LONG_AGO_MINUTES);
    }
    if (after != told) {
      listener.changed(new BlockChange(rows.block(row), told, after));
    }
  }
}
