package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.SessionSummary.Transition;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one session says in one window. What comes twice counts once, but for rows of dumps:
 * the size of a table is compared by halves only, and whole tables are too much to remember.
 */
public final class SessionTally {
  private final Session session;
  private final long windowEndMicros;

  /** What came, as {@link #shape} knows it; it outlives {@link #take}. */
  private final ShapesMet met;

  private boolean isEmpty = true;
  private int messages;
  private long firstSeenMicros = Long.MAX_VALUE;
  private long lastSeenMicros = SessionSummary.NEVER;
  private Transition transition = Transition.NONE;
  private Reset reset = Reset.NEVER;
  private long dumpEndedMicros;
  private Counts ipv4 = new Counts();
  private Counts ipv6 = new Counts();

  /** A {@link TableTally} in the making. */
  private static final class Counts {
    private int announced;
    private int withdrawn;
    private long endOfRibMicros = SessionSummary.NEVER;
    private long dumpMicros;
    private int dumpRows;

    void row(long dump) {
      if (dump > dumpMicros) {
        dumpMicros = dump;
        dumpRows = 0;
      }
      dumpRows += dump == dumpMicros ? 1 : 0;
    }

    TableTally tally() {
      return new TableTally(announced, withdrawn, endOfRibMicros, dumpMicros, dumpRows);
    }
  }

  public SessionTally(Session session, long windowEndMicros) {
    this(session, windowEndMicros, 0);
  }

  private SessionTally(Session session, long windowEndMicros, int expected) {
    this.session = session;
    this.windowEndMicros = windowEndMicros;
    met = new ShapesMet(expected);
  }

  /** The tally of another window of the session, with room for as much. */
  public SessionTally of(long otherWindowEndMicros) {
    return new SessionTally(session, otherWindowEndMicros, met.size());
  }

  /** Counts an observation of this session and window. */
  public SessionTally add(BgpObservation observation) {
    if (observation.kind() == BgpEvent.RIB_ROW) {
      for (long prefix : observation.announced()) {
        counts(IpFamily.of(prefix)).row(observation.ribStartedAtMicros());
      }
      live(observation);
      isEmpty = false;
    } else if (met.add(
        observation.observedAtMicros(), observation.sequence(), shape(observation))) {
      count(observation);
      isEmpty = false;
    }
    return this;
  }

  /** Two copies of one observation have one shape; two observations seldom do. */
  private static long shape(BgpObservation observation) {
    long[] announced = observation.announced();
    long[] withdrawn = observation.withdrawn();
    long shape = observation.kind().ordinal() * 16L + observation.endOfRib().ordinal();
    shape = shape * 0x100_0000_01B3L + observation.observedAtMicros();
    shape = shape * 0x100_0000_01B3L + observation.sequence();
    shape = shape * 0x100_0000_01B3L + observation.ribStartedAtMicros();
    shape = shape * 0x100_0000_01B3L + announced.length;
    shape = shape * 0x100_0000_01B3L + withdrawn.length;
    shape = shape * 0x100_0000_01B3L + (announced.length > 0 ? announced[0] : 0);
    return shape * 0x100_0000_01B3L + (withdrawn.length > 0 ? withdrawn[0] : 0);
  }

  private void count(BgpObservation observation) {
    switch (observation.kind()) {
      case UPDATE -> {
        messages++;
        live(observation);
        countPrefixes(observation);
      }
      case HEARTBEAT -> {
        messages++;
        live(observation);
      }
      case PEER_UP -> {
        messages++;
        live(observation);
        change(Transition.UP, observation);
      }
      case PEER_DOWN -> change(Transition.DOWN, observation);
      case RIB_END -> dumpEndedMicros = Math.max(dumpEndedMicros, observation.ribStartedAtMicros());
      case RIB_ROW -> throw new IllegalArgumentException("rows are counted as they come");
    }
  }

  private void live(BgpObservation observation) {
    firstSeenMicros = Math.min(firstSeenMicros, observation.observedAtMicros());
    lastSeenMicros = Math.max(lastSeenMicros, observation.observedAtMicros());
  }

  private void countPrefixes(BgpObservation observation) {
    for (long prefix : observation.announced()) {
      counts(IpFamily.of(prefix)).announced++;
    }
    for (long prefix : observation.withdrawn()) {
      counts(IpFamily.of(prefix)).withdrawn++;
    }
    endTable(IpFamily.IPV4, observation);
    endTable(IpFamily.IPV6, observation);
  }

  private void endTable(IpFamily family, BgpObservation observation) {
    if (observation.endOfRib().ends(family)) {
      Counts counts = counts(family);
      counts.endOfRibMicros = Math.max(counts.endOfRibMicros, observation.observedAtMicros());
    }
  }

  private void change(Transition to, BgpObservation observation) {
    Reset at = new Reset(observation.observedAtMicros(), observation.sequence());
    int order = transition == Transition.NONE ? 1 : at.compareTo(reset);
    if (order > 0 || order == 0 && to.compareTo(transition) > 0) {
      transition = to;
      reset = at;
    }
  }

  private Counts counts(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : ipv6;
  }

  /** What was counted since the last call; null if nothing was. */
  public @Nullable SessionSummary take() {
    if (isEmpty) {
      return null;
    }
    SessionSummary summary =
        new SessionSummary(
            session,
            windowEndMicros,
            messages,
            firstSeenMicros,
            lastSeenMicros,
            transition,
            reset,
            dumpEndedMicros,
            ipv4.tally(),
            ipv6.tally());
    isEmpty = true;
    messages = 0;
    firstSeenMicros = Long.MAX_VALUE;
    lastSeenMicros = SessionSummary.NEVER;
    transition = Transition.NONE;
    reset = Reset.NEVER;
    dumpEndedMicros = 0;
    ipv4 = new Counts();
    ipv6 = new Counts();
    return summary;
  }
}
