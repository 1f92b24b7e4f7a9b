package io.nightlight.replay;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that {@code --out} names. */
public final class OutputFolder {
  private OutputFolder() {}

  /**
   * Looks before the work begins whether the folder is there or can be made, and makes nothing.
   *
   * @throws UnwritableOutput if it is clear that it cannot
   */
  public static void check(Path folder) {
    Path wanted = folder.toAbsolutePath();
    @Nullable Path there = wanted;
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    if (there == null) {
      return;
    }
    if (!Files.isDirectory(there)) {
      String what = Files.isRegularFile(there) ? "is a file" : "is no folder";
      throw new UnwritableOutput(
          there.equals(wanted)
              ? "--out " + folder + " " + what + "; expected a folder"
              : "--out " + folder + " cannot be made: " + there + " " + what);
    }
    if (!Files.isWritable(there)) {
      throw new UnwritableOutput("--out " + folder + ": no permission to write in " + there);
    }
  }

  /**
   * Makes the folder if it is missing.
   *
   * @throws UnwritableOutput if it cannot be made
   */
  static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      @Nullable String reason =
          e instanceof FileSystemException told ? told.getReason() : e.getMessage();
      throw new UnwritableOutput(
          "--out " + folder + " cannot be made" + (reason == null ? "" : ": " + reason));
    }
  }
}
