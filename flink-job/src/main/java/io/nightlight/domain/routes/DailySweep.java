package io.nightlight.domain.routes;

/**
 * Once a day the members of each prefix are brought up to date.
 *
 * <p>Those become members who hold the prefix now and held it at the sweep before; a session able
 * to vote that held it at neither stops being one, but only while the prefix is VISIBLE. So a leak
 * over many partial feeds doesn't stay as lost votes, and a long outage keeps its members. After 40
 * days LOST the holders become the members, and a prefix without any is forgotten.
 */
final class DailySweep {
  private static final int FORGET_AFTER_DAYS = 40;

  private DailySweep() {}

  /**
   * @param slots who votes at the end of the window
   * @param day today, in days since 1970
   */
  static void over(PrefixRows rows, SessionSlots slots, int day, VisibilityListener listener) {
    PrefixVote vote = new PrefixVote(slots);
    for (int row = 0; row < rows.capacity(); row++) {
      if (!rows.isRow(row)) {
        continue;
      }
      if (rows.isMature(row)) {
        updateMembers(rows, row, slots.voters(), vote);
      }
      rows.setMature(row);
      rows.copyColumn(row, PrefixRows.HAS, PrefixRows.HELD);
      if (rows.visibility(row) == Visibility.LOST && day - rows.lostDay(row) >= FORGET_AFTER_DAYS) {
        handOver(rows, row, listener);
      }
    }
    rows.forget();
  }

  private static void updateMembers(PrefixRows rows, int row, long[] voters, PrefixVote vote) {
    boolean mayLeave = vote.on(rows, row) == Visibility.VISIBLE;
    for (int w = 0; w < rows.words(); w++) {
      long has = rows.bits(row, PrefixRows.HAS, w);
      long held = rows.bits(row, PrefixRows.HELD, w);
      long members = rows.bits(row, PrefixRows.MEMBER, w) | has & held;
      long leaving = mayLeave && w < voters.length ? voters[w] & ~has & ~held : 0;
      rows.setBits(row, PrefixRows.MEMBER, w, members & ~leaving);
    }
  }

  private static void handOver(PrefixRows rows, int row, VisibilityListener listener) {
    long holders = 0;
    for (int w = 0; w < rows.words(); w++) {
      holders |= rows.bits(row, PrefixRows.HAS, w);
    }
    if (holders != 0) {
      rows.copyColumn(row, PrefixRows.HAS, PrefixRows.MEMBER);
    } else {
      rows.setVisibility(row, Visibility.UNTRACKED);
      rows.clearColumn(row, PrefixRows.MEMBER);
      listener.changed(rows.prefix(row), Visibility.LOST, Visibility.UNTRACKED);
    }
  }
}
