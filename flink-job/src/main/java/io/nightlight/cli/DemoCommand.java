package io.nightlight.cli;

import io.nightlight.demo.Demo;
import io.nightlight.replay.OutputFolder;
import io.nightlight.replay.Progress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "The December 2014 blackout of North Korea, reconstructed, through a real Kafka broker and"
            + " Flink.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--out", paramLabel = "DIR", description = "Leaves replay's files here.")
  private @Nullable Path out;

  DemoCommand() {}

  @Override
  public Integer call() throws Exception {
    if (out != null) {
      OutputFolder.check(out);
    }
    Demo.run(out, System.out, Progress.onStandardError());
    return ExitStatus.DONE;
  }
}
