package io.nightlight.backtest.suite;

/** The parts of the suite; each is for one question. */
public enum SuitePart {
  /** Nothing but ordinary life: how often is there an alarm for nothing? */
  ORDINARY("ordinary life"),
  /** Outages of every kind amid ordinary life: which are found, when and how often? */
  OUTAGES("outages"),
  /** Measurement failures amid ordinary life: is any of them taken for an outage? */
  FAULTS("measurement failures"),
  /** Outages of more than a month. */
  LONG("38 days");

  private final String text;

  SuitePart(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
