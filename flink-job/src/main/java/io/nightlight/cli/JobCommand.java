package io.nightlight.cli;

import io.nightlight.job.JobRequest;
import io.nightlight.job.OutageJob;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "job",
    description = "The job itself, what 'flink run' starts: live, or bounded by --to.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class JobCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First Kafka timestamp to read, ISO-8601 UTC. Default: the earliest there is.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Ends before this Kafka timestamp, ISO-8601 UTC. Default: never.")
  private @Nullable String to;

  JobCommand() {}

  @Override
  public Integer call() throws Exception {
    OutageJob.run(new JobRequest(configuration.load(), time("--from", from), time("--to", to)));
    return ExitStatus.DONE;
  }

  private static @Nullable Instant time(String option, @Nullable String text) {
    return text == null ? null : JobRequest.time(option, text);
  }
}
