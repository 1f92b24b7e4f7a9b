package io.nightlight.cli;

import io.nightlight.job.JobConfig;
import io.nightlight.replay.OutputFolder;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Replay;
import io.nightlight.replay.ReplayRequest;
import io.nightlight.replay.ResultText;
import io.nightlight.replay.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description =
        "Recordings through the same topology as the live job, in process, without Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** The most parallel instances that the job's state can ever be split into. */
  private static final int MOST_PARALLEL = 512;

  @Mixin private RecordingOptions recordings;
  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--geo",
      paramLabel = "FILE",
      description = "Country map: MMDB, or CSV of network,country. Overrides geo.file.")
  private @Nullable Path geo;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "1 to 512; the results do not depend on it. Default: the processors there are.")
  private @Nullable Integer parallelism;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The results go here; made if it is missing.")
  private Path out;

  @Option(
      names = "--no-report",
      description = "Makes no HTML report. Accepted always; there is none to make yet.")
  @SuppressWarnings("UnusedVariable") // there is no report to leave out yet
  private boolean noReport;

  ReplayCommand() {}

  @Override
  public Integer call() throws Exception {
    ReplayRequest request = request();
    Summary summary = Replay.run(request);
    PrintWriter terminal = spec.commandLine().getOut();
    ResultText.of(summary, request.config(), out).forEach(terminal::println);
    return ExitStatus.DONE;
  }

  private ReplayRequest request() {
    JobConfig config = configuration.load();
    if (recordings.ribs.isEmpty() && recordings.bgp.isEmpty() && recordings.probes.isEmpty()) {
      throw new BadUsage("nothing to replay: give --rib, --bgp, --probes or several of them");
    }
    OutputFolder.check(out);
    int processors = Math.min(MOST_PARALLEL, Runtime.getRuntime().availableProcessors());
    int wanted = parallelism == null ? processors : parallelism;
    if (wanted < 1 || wanted > MOST_PARALLEL) {
      throw new BadUsage(
          "bad value for --parallelism: " + wanted + " (expected 1 to " + MOST_PARALLEL + ")");
    }
    return new ReplayRequest(
        recordings.ribs,
        recordings.bgp,
        recordings.probes,
        geo,
        config,
        wanted,
        out,
        Progress.onStandardError());
  }
}
