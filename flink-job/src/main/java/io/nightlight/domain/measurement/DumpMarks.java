package io.nightlight.domain.measurement;

/**
 * How far table dumps have come for one session and address family. A dump is known by the time at
 * which it was begun, in microseconds since 1970; 0 stands for none.
 *
 * @param startedAtMicros the latest dump that has shown rows
 * @param endedMicros the latest dump that came to its end after it had shown rows, or that showed
 *     no row of the session at all
 */
public record DumpMarks(long startedAtMicros, long endedMicros) {
  public static final DumpMarks NONE = new DumpMarks(0, 0);

  /** Whether rows of a dump have been met whose end has not. */
  public boolean isUnderWay() {
    return startedAtMicros > endedMicros;
  }
}
