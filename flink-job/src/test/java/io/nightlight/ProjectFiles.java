package io.nightlight;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's files, for tests that compare documents with the truth. */
public final class ProjectFiles {
  private ProjectFiles() {}

  /** The folder that holds the launcher, wherever in the project the tests run. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isRegularFile(folder.resolve("nightlight"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not run inside the project");
    }
    return folder;
  }
}
