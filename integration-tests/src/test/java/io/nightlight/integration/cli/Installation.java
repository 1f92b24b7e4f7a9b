package io.nightlight.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The launcher in a folder of its own, with what this build has built and no sources: so it finds
 * nothing to build, and Maven isn't started from within Maven.
 */
final class Installation {
  private static final List<String> BUILT =
      List.of("flink-job.jar", "runtime.classpath", "provided.classpath");

  private Installation() {}

  /** Installs into a folder that does not exist yet, and returns the launcher. */
  static Path of(Path project, Path folder) throws IOException {
    Path built = project.resolve("flink-job/target");
    Path target = Files.createDirectories(folder.resolve("flink-job/target"));
    for (String file : BUILT) {
      assertThat(built.resolve(file)).as("built before: mvn verify from the root").exists();
      Files.copy(built.resolve(file), target.resolve(file));
    }
    Path deploy = Files.createDirectories(folder.resolve("deploy/target"));
    Files.copy(
        project.resolve("deploy/target/broker.classpath"), deploy.resolve("broker.classpath"));
    Files.createFile(target.resolve("launcher.built"));
    return Files.copy(
        project.resolve("nightlight"),
        folder.resolve("nightlight"),
        StandardCopyOption.COPY_ATTRIBUTES);
  }
}
