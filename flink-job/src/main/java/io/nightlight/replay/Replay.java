package io.nightlight.replay;

/** Recordings through the same topology as the live job, in process, as fast as it goes. */
public final class Replay {
  private Replay() {}

  /**
   * @throws UnreadableInput if an input could not be read at all
   */
  public static void run(ReplayRequest request) throws Exception {
    throw new UnsupportedOperationException("replay is not wired yet: " + request.out());
  }
}
