package io.nightlight.recording;

/** Hears how far the reading of recordings has come. */
public interface ReadingProgress {
  ReadingProgress UNHEARD = (bytesRead, bytesInAll) -> {};

  /**
   * Called now and then, and once at the end.
   *
   * @param bytesRead bytes of the files as they lie on disk, compressed, read so far
   * @param bytesInAll the size of all files
   */
  void advanced(long bytesRead, long bytesInAll);
}
