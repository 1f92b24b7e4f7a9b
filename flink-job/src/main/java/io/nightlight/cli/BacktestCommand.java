package io.nightlight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "backtest",
    description =
        "Recall, precision, delays and false alarms against labelled outages. Not delivered yet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
@SuppressWarnings("UnusedVariable") // the grammar is settled, the work is still to come
final class BacktestCommand implements Callable<Integer> {
  @Mixin private RecordingOptions recordings;
  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--truth", paramLabel = "CSV", description = "The labelled outages.")
  private final List<String> truth = new ArrayList<>();

  BacktestCommand() {}

  @Override
  public Integer call() {
    throw BadUsage.notDeliveredYet("backtest");
  }
}
