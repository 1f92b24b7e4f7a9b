package io.nightlight.domain.observation;

import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;

/**
 * What one vantage learned of one address by one measurement, which may have sent several probes.
 *
 * @param vantage who probed
 * @param observedAtMicros when it probed, in microseconds since 1970-01-01T00:00:00Z
 * @param target what it probed
 * @param method how
 * @param replies how many of the probes were answered
 * @param silences how many were sent and not answered in time
 * @param errors how many the vantage could not even send, which says nothing of the target (pitfall
 *     P33)
 */
public record ProbeObservation(
    Vantage vantage,
    long observedAtMicros,
    Target target,
    ProbeMethod method,
    int replies,
    int silences,
    int errors) {
  private static final Target NO_TARGET = new Target(0, 0);

  /** How far the time of a whole feed has come; says nothing of any vantage or address. */
  public static ProbeObservation heartbeat(long observedAtMicros) {
    return new ProbeObservation(
        Vantage.FEED, observedAtMicros, NO_TARGET, ProbeMethod.ICMP_ECHO, 0, 0, 0);
  }
}
