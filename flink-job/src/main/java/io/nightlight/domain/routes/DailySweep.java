package io.nightlight.domain.routes;

/**
 * Once a day the members of each prefix are brought up to date.
 *
 * <p>Those become members who hold the prefix now and held it at the sweep before; a session able
 * to vote that held it at neither stops being one, but only while the prefix is VISIBLE. So a leak
 * over many partial feeds doesn't stay as lost votes, and a long outage keeps its members. After 40
 * days LOST the holders become the members. A prefix without members is forgotten, and so is one
 * that nobody held at any sweep and that stays LOST for a whole day: what flickers up for minutes,
 * as leaks and hijacks do, must not pile up (pitfall P64).
 */
final class DailySweep {
  private static final int FORGET_AFTER_DAYS = 40;

  private final PrefixRows rows;
  private final SessionSlots slots;
  private final PrefixVote vote;
  private final int day;

  /**
   * @param slots who votes at the end of the window
   * @param day today, in days since 1970
   */
  DailySweep(PrefixRows rows, SessionSlots slots, int day) {
    this.rows = rows;
    this.slots = slots;
    this.day = day;
    vote = new PrefixVote(slots);
  }

  /** Sweeps all rows; those that have lost their last members are for the table to forget. */
  void sweep() {
    for (int row = 0; row < rows.size(); row++) {
      if (rows.isMature(row)) {
        updateMembers(row);
      }
      boolean wasMature = rows.isMature(row);
      rows.setMature(row);
      rows.held().copyRow(row, rows.has());
      if (!rows.has().isEmpty(row)) {
        rows.setHeldOnce(row);
      }
      if (rows.visibility(row) == Visibility.LOST) {
        boolean flickered = wasMature && !rows.wasHeldOnce(row);
        if (flickered || day - rows.lostDay(row) >= FORGET_AFTER_DAYS) {
          rows.members().copyRow(row, rows.has());
        }
      }
    }
  }

  private void updateMembers(int row) {
    long[] voters = slots.voters();
    boolean mayLeave = vote.on(rows, row) == Visibility.VISIBLE;
    for (int w = 0; w < rows.words(); w++) {
      long has = rows.has().word(row, w);
      long held = rows.held().word(row, w);
      long members = rows.members().word(row, w) | has & held;
      long leaving = mayLeave && w < voters.length ? voters[w] & ~has & ~held : 0;
      rows.members().setWord(row, w, members & ~leaving);
    }
  }
}
