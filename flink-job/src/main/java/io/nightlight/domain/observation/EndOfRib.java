package io.nightlight.domain.observation;

import io.nightlight.domain.net.IpFamily;

/** Whether a message is an End-of-RIB marker (RFC 4724 section 2), and whose table it ends. */
public enum EndOfRib {
  NONE,
  IPV4,
  IPV6,
  /** The message does not say of which family: it counts for both. */
  UNSAID;

  public static EndOfRib of(IpFamily family) {
    return family == IpFamily.IPV4 ? IPV4 : IPV6;
  }

  /** Whether the table of the family has been told. */
  public boolean ends(IpFamily family) {
    return this == UNSAID || this == of(family);
  }
}
