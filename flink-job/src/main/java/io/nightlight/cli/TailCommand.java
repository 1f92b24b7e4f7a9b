package io.nightlight.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "tail",
    description = "Follows outage.events in a terminal. Not delivered yet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
@SuppressWarnings("UnusedVariable") // the grammar is settled, the work is still to come
final class TailCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  TailCommand() {}

  @Override
  public Integer call() {
    throw BadUsage.notDeliveredYet("tail");
  }
}
