package io.nightlight.domain.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Knows in which windows there was input at all, and so where event time may be skipped and where
 * it ends.
 *
 * <p>Recordings can lie months apart (pitfall P47). After {@code gap} without any input one more
 * window is judged, as unknown, and then none until input returns.
 */
public final class InputClock {
  private final long windowMicros;
  private final long gapMicros;

  /** The ends of windows with input that time has not passed yet, with the latest time in each. */
  private final TreeMap<Long, Long> heard = new TreeMap<>();

  private long lastHeardMicros;
  private long lastSeenMicros;
  private long latestCertainMicros;

  /**
   * @param windowMicros the length of a window
   * @param gapMicros how long there may be no input; rounded up to whole windows
   */
  public InputClock(long windowMicros, long gapMicros) {
    this(
        windowMicros,
        gapMicros,
        new State(new long[0], new long[0], Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE));
  }

  public InputClock(long windowMicros, long gapMicros, State state) {
    this.windowMicros = windowMicros;
    this.gapMicros = Math.floorDiv(gapMicros + windowMicros - 1, windowMicros) * windowMicros;
    for (int i = 0; i < state.heard().length; i++) {
      heard.put(state.heard()[i], state.latestInHeard()[i]);
    }
    this.lastHeardMicros = state.lastHeardMicros();
    this.lastSeenMicros = state.lastSeenMicros();
    this.latestCertainMicros = state.latestCertainMicros();
  }

  /**
   * @param heard ends of windows with input that time has not passed yet
   * @param latestInHeard the latest time in each of them
   * @param lastHeardMicros the end of the last window with input that time has passed
   * @param lastSeenMicros the latest time in that window
   * @param latestCertainMicros the latest time that any record bears, less the disorder of its kind
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way to a serializer
  public record State(
      long[] heard,
      long[] latestInHeard,
      long lastHeardMicros,
      long lastSeenMicros,
      long latestCertainMicros) {}

  public State state() {
    return new State(
        heard.keySet().stream().mapToLong(end -> end).toArray(),
        heard.values().stream().mapToLong(latest -> latest).toArray(),
        lastHeardMicros,
        lastSeenMicros,
        latestCertainMicros);
  }

  /**
   * There was input in the window.
   *
   * @param observedMicros the time that the latest of it bears
   * @param certainMicros that time less the disorder that the live input of its kind is allowed
   */
  public void hear(long windowEndMicros, long observedMicros, long certainMicros) {
    latestCertainMicros = Math.max(latestCertainMicros, certainMicros);
    if (windowEndMicros > lastHeardMicros) {
      heard.merge(windowEndMicros, observedMicros, Math::max);
    } else if (windowEndMicros == lastHeardMicros) {
      lastSeenMicros = Math.max(lastSeenMicros, observedMicros);
    }
  }

  /**
   * Time has passed {@code windowEndMicros}; all input up to then was heard of.
   *
   * @return the pauses that ended by then, in order
   */
  public List<Pause> pass(long windowEndMicros) {
    List<Pause> pauses = new ArrayList<>();
    while (!heard.isEmpty() && heard.firstKey() <= windowEndMicros) {
      Map.Entry<Long, Long> first = heard.pollFirstEntry();
      long next = first.getKey();
      if (lastHeardMicros != Long.MIN_VALUE && next > unknownMicros()) {
        pauses.add(new Pause(lastSeenMicros, unknownMicros(), next));
      }
      lastHeardMicros = next;
      lastSeenMicros = first.getValue();
    }
    return pauses;
  }

  /**
   * How far others may be told that time has passed, once it has passed {@code windowEndMicros}:
   * while a gap lasts, no further than the last window before the unknown one, because nobody knows
   * yet with which window input returns.
   */
  public long mayPass(long windowEndMicros) {
    boolean inGap = lastHeardMicros != Long.MIN_VALUE && windowEndMicros >= unknownMicros();
    return inGap ? unknownMicros() - windowMicros : windowEndMicros;
  }

  /**
   * The input has ended, and the last window with it.
   *
   * @return the pauses that began by then, in order; the last of them may go on beyond it
   */
  public List<Pause> end(long lastWindowEndMicros) {
    List<Pause> pauses = pass(lastWindowEndMicros);
    if (!heard.isEmpty() && mayPass(lastWindowEndMicros) != lastWindowEndMicros) {
      pauses.add(new Pause(lastSeenMicros, unknownMicros(), heard.firstKey()));
    }
    return pauses;
  }

  /** The window that is judged as unknown if there is no input up to its end. */
  private long unknownMicros() {
    return lastHeardMicros + gapMicros + windowMicros;
  }

  /**
   * The end of the last window that a bounded input settles: the last that ends by the latest
   * observation less the disorder that live input of its kind is allowed, so that a replay says
   * exactly what was said live. {@link Long#MIN_VALUE} if there was no input.
   */
  public long lastWindowEndMicros() {
    return latestCertainMicros == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : Math.floorDiv(latestCertainMicros, windowMicros) * windowMicros;
  }

  /**
   * A stretch without input in which no window is judged.
   *
   * @param lastSeenMicros the time of the last observation before it
   * @param unknownMicros the end of the one window that is judged as unknown
   * @param resumedMicros the end of the first window with input again; windows between the two are
   *     skipped
   */
  public record Pause(long lastSeenMicros, long unknownMicros, long resumedMicros) {}
}
