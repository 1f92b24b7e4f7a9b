package io.nightlight.cli;

import io.nightlight.job.JobConfig;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.UnreadableRecordingException;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.replay.UnreadableInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "publish",
    description = "Recordings onto the Kafka topics, paced by their own time.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RecordingOptions recordings;
  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "Times faster than recorded; 0, the default, is as fast as it goes.")
  private double speed;

  PublishCommand() {}

  @Override
  public Integer call() throws Exception {
    JobConfig config = configuration.load();
    if (recordings.ribs.isEmpty() && recordings.bgp.isEmpty() && recordings.probes.isEmpty()) {
      throw new BadUsage("nothing to publish: give --rib, --bgp, --probes or several of them");
    }
    if (!(speed >= 0) || Double.isInfinite(speed)) {
      throw new BadUsage("bad value for --speed: " + speed + " (expected 0 or more)");
    }
    List<RecordingFile> files = files();
    List<String> topics = Publisher.topicsOf(files, config);
    Progress progress = Progress.onStandardError();
    try (OrderlyEnd end = OrderlyEnd.cutShort()) {
      progress.begin("publish", files.stream().mapToLong(RecordingFile::bytes).sum(), "bytes");
      Publisher.Published published =
          Publisher.publish(files, config, Pacer.of(speed, end.stop()), progress, end.stop());
      progress.end();
      spec.commandLine().getOut().println(published.text(topics, end.stop()));
    }
    return ExitStatus.DONE;
  }

  private List<RecordingFile> files() {
    List<String> bgp = Stream.concat(recordings.ribs.stream(), recordings.bgp.stream()).toList();
    try {
      List<RecordingFile> files = new ArrayList<>(RecordingFiles.find(bgp));
      files.addAll(RecordingFiles.findProbes(recordings.probes));
      return files;
    } catch (UnreadableRecordingException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }
}
