package io.nightlight.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "publish",
    description = "Recordings onto the Kafka topics, paced by their own time. Not delivered yet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
@SuppressWarnings("UnusedVariable") // the grammar is settled, the work is still to come
final class PublishCommand implements Callable<Integer> {
  @Mixin private RecordingOptions recordings;
  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "Times faster than recorded; 0 is as fast as it goes.")
  private double speed;

  PublishCommand() {}

  @Override
  public Integer call() {
    throw BadUsage.notDeliveredYet("publish");
  }
}
