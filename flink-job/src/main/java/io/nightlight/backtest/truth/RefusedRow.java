package io.nightlight.backtest.truth;

/**
 * A row that says nothing that could be scored.
 *
 * @param line counted from 1
 * @param reason one line for people
 */
public record RefusedRow(int line, String reason) {
  @Override
  public String toString() {
    return "line " + line + ": " + reason;
  }
}
