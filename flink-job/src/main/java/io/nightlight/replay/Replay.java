package io.nightlight.replay;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.OutageTopology;
import io.nightlight.job.OutageTopology.Inputs;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.UnreadableRecordingException;
import io.nightlight.wire.geo.CountryMapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Recordings through the same topology as the live job, in process, as fast as it goes. */
public final class Replay {
  private Replay() {}

  /**
   * Runs to the end of the recordings and leaves the files of {@link OutputFiles}.
   *
   * @throws UnreadableInput if an input could not be read at all
   * @throws UnwritableOutput if the folder for the files cannot be made
   */
  public static Summary run(ReplayRequest request) throws Exception {
    long startedAt = System.nanoTime();
    List<RecordingFile> bgp = bgpFiles(request);
    List<RecordingFile> probes = probeFiles(request);
    CountryMap countries = countries(request);
    OutputFolder.make(request.out());
    Provenance provenance = OutageTopology.provenance(request.config(), countries, RunMode.REPLAY);
    long bytes = Stream.of(bgp, probes).flatMap(List::stream).mapToLong(RecordingFile::bytes).sum();
    request.progress().begin("replay", bytes, "bytes");
    try (ReadingDesk routes = ReadingDesk.open(bgp, new ByteProgress(request.progress()));
        ReadingDesk answers = ReadingDesk.open(probes, new ByteProgress(request.progress()))) {
      Inputs inputs = Inputs.recordings(routes.source(), answers.source());
      JobExecutionResult result = execute(request, inputs, countries, provenance);
      request.progress().end();
      Duration wallTime = Duration.ofNanos(System.nanoTime() - startedAt);
      Summary summary =
          Summary.of(
              result, provenance, wallTime, routes.facts().plus(answers.facts()), request.out());
      summary.write(request.out().resolve(OutputFiles.SUMMARY));
      return summary;
    }
  }

  private static List<RecordingFile> probeFiles(ReplayRequest request) {
    try {
      return RecordingFiles.findProbes(request.probes());
    } catch (UnreadableRecordingException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }

  private static List<RecordingFile> bgpFiles(ReplayRequest request) {
    List<String> named = Stream.concat(request.ribs().stream(), request.bgp().stream()).toList();
    try {
      return RecordingFiles.find(named);
    } catch (UnreadableRecordingException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }

  private static CountryMap countries(ReplayRequest request) {
    Path file = request.geo();
    if (file == null && !request.config().geoFile().isEmpty()) {
      file = Path.of(request.config().geoFile());
    }
    try {
      return file == null ? CountryMapReader.shipped() : CountryMapReader.read(file);
    } catch (IOException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }

  private static JobExecutionResult execute(
      ReplayRequest request, Inputs inputs, CountryMap countries, Provenance provenance)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(request.parallelism(), configuration);
    OutageTopology.Outputs outputs =
        OutageTopology.connect(env, inputs, request.config(), countries, provenance);
    OutputFiles.attach(outputs, provenance, request.out());
    return env.execute("nightlight replay");
  }
}
