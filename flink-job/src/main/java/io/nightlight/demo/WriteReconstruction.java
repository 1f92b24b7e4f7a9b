package io.nightlight.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Leaves the reconstruction's files for whoever wants to publish them. */
final class WriteReconstruction {
  private WriteReconstruction() {}

  /**
   * @param args the folder to write into
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: WriteReconstruction FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    Reconstruction.Recording recording = Reconstruction.write(folder);
    System.out.println(Reconstruction.STATEMENT);
    System.out.printf(
        "%d table dumps, %d files of updates and %d of probes are in %s%n",
        recording.ribs().size(), recording.updates().size(), recording.probes().size(), folder);
  }
}
