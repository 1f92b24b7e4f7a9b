package io.nightlight.backtest;

/** A report that found no labelled outage. */
public record FalseAlarm(ReportedOutage report, Kind kind) {
  /** What is wrong with it. */
  public enum Kind {
    /** The detector took it back; it was told all the same. */
    RETRACTED,
    /** It tells again of an outage that another report found. */
    FRAGMENT,
    /** It falls into a labelled outage that nothing found: its start is too far off. */
    MISTIMED,
    /** Nothing is labelled there. */
    ALONE
  }
}
