package io.nightlight.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    description = "A result of replay as one self-contained HTML page. Not delivered yet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
@SuppressWarnings("UnusedVariable") // the grammar is settled, the work is still to come
final class ReportCommand implements Callable<Integer> {
  @Option(names = "--in", paramLabel = "DIR", description = "The folder that replay left.")
  private @Nullable Path in;

  ReportCommand() {}

  @Override
  public Integer call() {
    throw BadUsage.notDeliveredYet("report");
  }
}
