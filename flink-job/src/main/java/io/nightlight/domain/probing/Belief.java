package io.nightlight.domain.probing;

/**
 * The belief that a block is up, and how readily it answers, both as integers, so that every
 * machine comes to the same.
 *
 * <p>A belief is the log odds in 1,024ths, within those of 0.01 and 0.99. Replies and silences move
 * it as in Trinocular (Quan, Heidemann, Pradkin: SIGCOMM 2013), with the chance of a reply from a
 * block that is down taken from trinarkular ({@code PACKET_LOSS}).
 *
 * <p>The rate is the share of probes of known responders that are answered, within 1/16 and 7/8. It
 * is kept as two counts, replies and all probes, that are halved when they get large; so it is
 * learned at once and forgets slowly. A block that little is known of counts as sparse.
 *
 * <p>The upper bound of the rate says that probes of one moment are lost together: it takes four
 * silences to bring a certain block down, so that one ping of three packets can't. Below a half the
 * silences weigh as if it were lower still: a sparse block has long silences by chance, and says
 * little (pitfall P34), the less as its rate is learned while it is UP, without its longest ones.
 */
final class Belief {
  /** Of the log odds: so many to 1. */
  private static final int UNIT = 1024;

  static final int UNDECIDED = 0;
  static final int HIGHEST = logOdds(0.99);
  private static final int UP_ABOVE = logOdds(0.9);

  static final int RATE_ONE = 1 << 16;
  static final int RATE_LOWEST = RATE_ONE / 16;
  static final int RATE_HIGHEST = RATE_ONE / 8 * 7;

  /** The counts of a block that nothing was learned of. */
  static final int NO_COUNTS = 0;

  private static final int COUNT_BITS = 8;
  private static final int MOST_COUNTED = (1 << COUNT_BITS) - 1;

  /** One window says no more than so many probes. */
  private static final int MOST_AT_ONCE = 32;

  /** What every block is taken to have answered before: one of eight. */
  private static final int PRIOR_REPLIES = 1;

  private static final int PRIOR_PROBES = 8;

  /** The chance of a reply from a block that is down. */
  private static final double REPLY_WHEN_DOWN = (1 - 0.01) / 256;

  private static final double PRECISE = 0.5;

  private static final int STEP_BITS = 8;
  private static final int[] BY_REPLY = new int[RATE_ONE >> STEP_BITS];
  private static final int[] BY_SILENCE = new int[RATE_ONE >> STEP_BITS];

  static {
    for (int step = RATE_LOWEST >> STEP_BITS; step < BY_REPLY.length; step++) {
      double rate = (double) step / BY_REPLY.length;
      double sure = rate * Math.min(1, rate / PRECISE);
      BY_REPLY[step] = units(StrictMath.log(rate / REPLY_WHEN_DOWN));
      BY_SILENCE[step] = units(StrictMath.log((1 - REPLY_WHEN_DOWN) / (1 - sure)));
    }
  }

  private Belief() {}

  private static int logOdds(double belief) {
    return units(StrictMath.log(belief / (1 - belief)));
  }

  private static int units(double logarithm) {
    return (int) Math.round(UNIT * logarithm);
  }

  /**
   * The belief after a window. If anything replied, the block was up, and what was silent was lost
   * on the way.
   *
   * @param rate before the window
   */
  static int after(int belief, int rate, int replies, int silences) {
    int step = rate >>> STEP_BITS;
    long move = replies > 0 ? (long) replies * BY_REPLY[step] : -(long) silences * BY_SILENCE[step];
    return (int) Math.max(-HIGHEST, Math.min(HIGHEST, belief + move));
  }

  static boolean isHigh(int belief) {
    return belief > UP_ABOVE;
  }

  /**
   * What is believed.
   *
   * @param before what is believed if this belief decides nothing
   */
  static BlockState state(int belief, BlockState before) {
    if (isHigh(belief)) {
      return BlockState.UP;
    }
    return belief < -UP_ABOVE ? BlockState.DOWN : before;
  }

  /**
   * The rate in 65,536ths.
   *
   * @param counts {@link #learned}
   */
  static int rate(int counts) {
    int replies = counts >>> COUNT_BITS;
    int probes = counts & MOST_COUNTED;
    int rate = RATE_ONE * (replies + PRIOR_REPLIES) / (probes + PRIOR_PROBES);
    return Math.max(RATE_LOWEST, Math.min(RATE_HIGHEST, rate));
  }

  /** The counts after a window in which the block was up: 16 bits, the replies, then all probes. */
  static int learned(int counts, int replies, int silences) {
    int all = replies + silences;
    int counted = Math.min(all, MOST_AT_ONCE);
    int heard = (int) (((long) counted * replies + all / 2) / all);
    int knownReplies = (counts >>> COUNT_BITS) + heard;
    int knownProbes = (counts & MOST_COUNTED) + counted;
    if (knownProbes > MOST_COUNTED) {
      knownReplies = (knownReplies + 1) / 2;
      knownProbes = (knownProbes + 1) / 2;
    }
    return knownReplies << COUNT_BITS | knownProbes;
  }
}
