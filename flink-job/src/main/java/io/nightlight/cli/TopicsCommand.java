package io.nightlight.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "topics",
    description = "Creates or checks the topics. Not delivered yet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
@SuppressWarnings("UnusedVariable") // the grammar is settled, the work is still to come
final class TopicsCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration;

  TopicsCommand() {}

  @Override
  public Integer call() {
    throw BadUsage.notDeliveredYet("topics");
  }
}
