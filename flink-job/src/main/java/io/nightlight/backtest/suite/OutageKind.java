package io.nightlight.backtest.suite;

/** The kinds of outages that the suite knows, with what they are taken from. */
public enum OutageKind {
  /** From a fifth of the blocks to all of them, within a minute (most of domain's list). */
  SUDDEN("sudden, partial or total"),
  /** No longer than 31 minutes: North Korea, 23 December 2014. */
  SHORT("31 minutes and shorter"),
  /** Provider after provider within three hours (P43): Iran 2019, Afghanistan 2025. */
  STAGED("in stages"),
  /** Nine tenths in a straight line over five hours (P42): Iberia 2025. */
  RAMP("ramp over five hours"),
  /** A fifth, and then more every twenty minutes: Venezuela 2019. */
  DEEPENING("deepens slowly"),
  /** Back in steps over six hours: Libya 2011. */
  SLOW_RETURN("comes back in steps"),
  /** Eight or twelve hours every night (P40): Myanmar 2021, Gabon 2016. */
  NIGHTLY("nightly, 8 or 12 h"),
  /** Some hours a day (Syria, Iraq, Algeria). */
  EXAMS("exams, 2 to 5 h a day"),
  /** Twelve falls in a day, then a long one, then a short one (P44): North Korea 2014. */
  FLAPPING("falls before and after"),
  /** Around the half of the blocks, or around the threshold (P45). */
  CHATTER("around a threshold"),
  /** All of it, and 85 % come back for good (P41). */
  PARTIAL_RECOVERY("comes back to 85 %"),
  /** A provider of a fifth to two fifths leaves for good (P37). */
  LEVEL_SHIFT("leaves for good"),
  /** 38 days (P39): Tonga 2022. */
  LONG("38 days"),
  /** Routes stay, probes go unanswered (P49): Libya 2011, Iran 2025. */
  DATA_PLANE("probes only"),
  /** IPv6 goes, IPv4 stays (P28): Iran 2026. */
  IPV6_ONLY("IPv6 only"),
  /** A part of the routes, and ten minutes later most of the data plane (P50). */
  ROUTES_FIRST("routes lead by 10 min"),
  /** The data plane, and 2 h 24 min later the routes (P50): Sudan 2013. */
  PROBES_FIRST("probes lead by 2 h 24 min"),
  /** Four countries in one minute (P51): Angola, Congo, DRC, Namibia 2020. */
  SAME_MINUTE("four countries at once"),
  /** Right after most sources went blind. */
  AFTER_BLINDNESS("after blindness"),
  /** Two hours of it cannot be seen at all. */
  THROUGH_UNKNOWN("through unknown hours"),
  /** The whole input stands for an hour of it (P47). */
  THROUGH_GAP("through a gap of the feed");

  private final String text;

  OutageKind(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
