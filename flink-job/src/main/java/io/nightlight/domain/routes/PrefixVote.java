package io.nightlight.domain.routes;

import java.util.List;

/**
 * The three-valued vote on one prefix: one vote for each peer ASN among the members, HAS if any
 * voting session of it has the prefix.
 *
 * <p>VISIBLE if twice the HAS votes reach the votes; LOST otherwise; UNKNOWN if fewer than min(3,
 * member ASNs) vote. A session that cannot vote is in neither number, so that a dead collector
 * takes nothing away (pitfalls P12, P13), and a prefix that only one AS ever told of is unknown
 * without it, not lost (P17).
 */
final class PrefixVote {
  /** Fewer votes than this say nothing of a prefix that had more members. */
  private static final int FEWEST_VOTES = 3;

  private final long[] voters;
  private final long[] alone;
  private int members;
  private int votes;
  private final List<long[]> together;
  private final SessionSlots slots;

  PrefixVote(SessionSlots slots) {
    voters = slots.voters();
    alone = slots.alone();
    together = slots.together();
    this.slots = slots;
  }

  Visibility on(PrefixRows rows, int row) {
    members = 0;
    votes = 0;
    int has = 0;
    for (int w = 0; w < alone.length; w++) {
      long asked = rows.members().word(row, w) & alone[w];
      long voting = asked & voters[w];
      members += Long.bitCount(asked);
      votes += Long.bitCount(voting);
      has += Long.bitCount(voting & rows.has().word(row, w));
    }
    for (long[] oneAsn : together) {
      boolean isMember = false;
      boolean isVoting = false;
      boolean isHaving = false;
      for (int w = 0; w < oneAsn.length; w++) {
        long asked = rows.members().word(row, w) & oneAsn[w];
        long voting = asked & voters[w];
        isMember |= asked != 0;
        isVoting |= voting != 0;
        isHaving |= (voting & rows.has().word(row, w)) != 0;
      }
      members += isMember ? 1 : 0;
      votes += isVoting ? 1 : 0;
      has += isHaving ? 1 : 0;
    }
    if (members == 0) {
      return Visibility.UNTRACKED;
    }
    if (votes < Math.min(FEWEST_VOTES, members)) {
      return Visibility.UNKNOWN;
    }
    return 2 * has >= votes ? Visibility.VISIBLE : Visibility.LOST;
  }

  /**
   * How many collectors have lost the prefix by themselves: of the ASes that vote there fewer than
   * half have it. It is asked of few prefixes only.
   */
  int collectorsWithout(PrefixRows rows, int row) {
    int without = 0;
    for (SessionSlots.CollectorSlots collector : slots.collectors()) {
      without += hasLost(collector, rows, row) ? 1 : 0;
    }
    return without;
  }

  private static boolean hasLost(SessionSlots.CollectorSlots collector, PrefixRows rows, int row) {
    int votes = 0;
    int has = 0;
    for (int w = 0; w < collector.alone().length; w++) {
      long voting = rows.members().word(row, w) & collector.alone()[w];
      votes += Long.bitCount(voting);
      has += Long.bitCount(voting & rows.has().word(row, w));
    }
    for (long[] oneAsn : collector.together()) {
      boolean isVoting = false;
      boolean isHaving = false;
      for (int w = 0; w < oneAsn.length; w++) {
        long voting = rows.members().word(row, w) & oneAsn[w];
        isVoting |= voting != 0;
        isHaving |= (voting & rows.has().word(row, w)) != 0;
      }
      votes += isVoting ? 1 : 0;
      has += isHaving ? 1 : 0;
    }
    return 2 * has < votes;
  }

  /** How many ASes' opinions counted on the prefix judged last. */
  int members() {
    return members;
  }

  /** How many of them had a vote. */
  int votes() {
    return votes;
  }
}
