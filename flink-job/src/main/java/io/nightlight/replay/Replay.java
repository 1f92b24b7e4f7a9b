package io.nightlight.replay;

/** Recordings through the same topology as the live job, in process, as fast as it goes. */
public final class Replay {
  private Replay() {}

  /**
   * Replays to the end of the recordings.
   *
   * @throws UnreadableInput if an input could not be read at all
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static void run(ReplayRequest request) throws Exception {
    throw new UnsupportedOperationException("replay is not wired yet: " + request.out());
  }
}
