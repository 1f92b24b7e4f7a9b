package io.nightlight.replay;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far time has come in what was published, as heartbeats may say it: so that a job which reads
 * the topics ends, to the window, where a replay of the files does.
 *
 * <p>A replay settles what lies before its latest message less the disorder of that message's kind.
 * Probe results may be out of order by more than BGP messages, or the other way round, so the two
 * topics' last heartbeats bear different times. And while messages go on, a heartbeat bears only
 * the time of a message, which is input in any case: else it would count as input where there was
 * none.
 */
final class InputTime {
  private final Kind bgp;
  private final Kind probes;

  /**
   * @param bgpDisorder by how much BGP messages may be out of order
   * @param probesDisorder by how much probe results may
   */
  InputTime(Duration bgpDisorder, Duration probesDisorder) {
    bgp = new Kind(bgpDisorder, probesDisorder.minus(bgpDisorder));
    probes = new Kind(probesDisorder, bgpDisorder.minus(probesDisorder));
  }

  /** Of one of the two topics. */
  private static final class Kind {
    private final Duration disorder;

    /** How much more the other kind's messages may be out of order; may be negative. */
    private final Duration othersExcess;

    private Instant latest = Instant.MIN;
    private Instant candidate = Instant.MIN;
    private Instant allowed = Instant.MIN;

    Kind(Duration disorder, Duration othersExcess) {
      this.disorder = disorder;
      this.othersExcess = othersExcess;
    }

    void own(Instant at) {
      latest = later(latest, at);
      allowed = later(allowed, at);
    }

    /** The other kind's time settles less than the same time of this kind would. */
    void others(Instant at) {
      if (othersExcess.isNegative() || othersExcess.isZero()) {
        allowed = later(allowed, at);
      } else if (candidate.equals(Instant.MIN)) {
        candidate = at;
      } else if (!at.isBefore(candidate.plus(othersExcess))) {
        allowed = later(allowed, candidate);
        candidate = at;
      }
    }

    @Nullable Instant settled() {
      return latest.equals(Instant.MIN) ? null : latest.minus(disorder);
    }
  }

  void bgp(Instant at) {
    bgp.own(at);
    probes.others(at);
  }

  void probe(Instant at) {
    probes.own(at);
    bgp.others(at);
  }

  /** The latest time of a message of either kind; {@link Instant#MIN} if there was none. */
  Instant latest() {
    return later(bgp.latest, probes.latest);
  }

  /** What a heartbeat among BGP messages may say; {@link Instant#MIN} for nothing yet. */
  Instant bgpHeartbeat() {
    return bgp.allowed;
  }

  /** What a heartbeat among probe results may say; {@link Instant#MIN} for nothing yet. */
  Instant probeHeartbeat() {
    return probes.allowed;
  }

  /** What the last heartbeat on the topic of BGP messages says. */
  Instant lastBgpHeartbeat() {
    return settled().plus(bgp.disorder);
  }

  /** What the last heartbeat on the topic of probe results says. */
  Instant lastProbeHeartbeat() {
    return settled().plus(probes.disorder);
  }

  /** Nothing earlier was to come live. */
  private Instant settled() {
    Instant byBgp = bgp.settled();
    Instant byProbes = probes.settled();
    if (byBgp == null || byProbes == null) {
      if (byBgp == null && byProbes == null) {
        throw new IllegalStateException("nothing was published");
      }
      return byBgp == null ? byProbes : byBgp;
    }
    return later(byBgp, byProbes);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
