package io.nightlight.cli;

import io.nightlight.job.JobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config} and {@code --set}, the same for every command that has a configuration. */
final class ConfigurationOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with keys of docs/configuration.md.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Sets one key, after the file. Repeatable.")
  private final List<String> settings = new ArrayList<>();

  ConfigurationOptions() {}

  JobConfig load() {
    return JobConfig.load(file, settings);
  }
}
