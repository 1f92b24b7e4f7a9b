package io.nightlight.backtest.suite;

/** How much of a country an outage took at its deepest. */
public enum DepthClass {
  HALF_OR_MORE("50 % or more", 0.5),
  FIFTH_OR_MORE("20 % to 50 %", 0.2),
  LESS("below 20 %", 0);

  private final String text;
  private final double from;

  DepthClass(String text, double from) {
    this.text = text;
    this.from = from;
  }

  static DepthClass of(double depth) {
    for (DepthClass each : values()) {
      if (depth >= each.from) {
        return each;
      }
    }
    throw new IllegalArgumentException("no depth: " + depth);
  }

  public String text() {
    return text;
  }
}
