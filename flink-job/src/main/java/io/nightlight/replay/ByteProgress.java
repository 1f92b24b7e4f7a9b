package io.nightlight.replay;

import io.nightlight.recording.ReadingProgress;

/** Shows the reading of files as progress in bytes. */
final class ByteProgress implements ReadingProgress {
  private final Progress progress;
  private long told;

  ByteProgress(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void advanced(long bytesRead, long bytesInAll) {
    progress.advance(bytesRead - told);
    told = bytesRead;
  }
}
