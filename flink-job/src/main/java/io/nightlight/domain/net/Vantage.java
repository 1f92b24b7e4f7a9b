package io.nightlight.domain.net;

/**
 * One prober: a place from which addresses are probed.
 *
 * @param id its identity as one number, equal on every machine; what travels and what hot state
 *     keeps
 * @param name its name, stable over time, such as {@code atlas-6012}
 */
public record Vantage(long id, String name) {

  /** No vantage: what moves the time of a whole feed and says nothing of any address. */
  public static final Vantage FEED = new Vantage(0, "");

  public static Vantage of(String name) {
    return new Vantage(Identity.of(name), name);
  }
}
