package io.nightlight.integration.kill;

import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.ProbeWorld;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.job.JobConfig;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recording in chapters of an hour. In every chapter but the first and the last a country goes
 * off the Internet, and it is back in the next one only: whoever reads a chapter, fast or slowly,
 * has an outage open from soon after its beginning to its end.
 */
final class Story {
  /** Warm-ups that fit into the first chapter. */
  static final List<String> SETTINGS =
      List.of(
          "warmup.routes=10min",
          "warmup.probes=45min",
          // Chapters are published with pauses, in which nobody is to go on without the others.
          "source.idleness=1h");

  private static final int MINUTES = 60;
  private static final int DOWN_AFTER = 5;
  private static final int BACK_AFTER = MINUTES + 15;

  /** When an outage has been told for certain; what is published of a chapter, by then. */
  private static final int TOLD_AFTER = 25;

  /** One is left out that routers of RouteViews announce again and again. */
  private static final List<String> COUNTRIES =
      World.both(List.of(World.C), World.OTHERS.subList(1, World.OTHERS.size()));

  private final int chapters;
  private final RecordingArchive bgp;
  private final List<Path> probes;

  private Story(int chapters, RecordingArchive bgp, List<Path> probes) {
    this.chapters = chapters;
    this.bgp = bgp;
    this.probes = probes;
  }

  static Story write(int chapters, Path folder) throws IOException {
    List<Peer> peers = World.twentyPeers();
    Recording recording = World.recording(peers);
    ProbeWorld world = ProbeWorld.ofTwelve();
    for (int chapter = 1; chapter < chapters - 1; chapter++) {
      Instant down = at(chapter, DOWN_AFTER);
      Instant back = at(chapter, BACK_AFTER);
      long[] blocks = CountrySpace.ipv4Blocks(country(chapter), blocks(chapter));
      recording.withdraw(down, peers, blocks).announce(back, peers, blocks);
      world.during(down, back, ProbeWorld.into(country(chapter)), Answer.NO_REPLY);
    }
    // Probes may be later than messages: with these last, files and topics end with one window.
    recording.murmur(World.START, at(chapters, 0).minusSeconds(61));
    RecordingArchive bgp =
        RecordingArchive.write(recording, folder, collector -> Duration.ofMinutes(MINUTES));
    List<Path> probes = new ArrayList<>();
    for (int chapter = 0; chapter < chapters; chapter++) {
      Path file = folder.resolve("probes").resolve(chapter + ".avro");
      probes.add(world.write(file, at(chapter, 0), at(chapter + 1, 0)));
    }
    return new Story(chapters, bgp, probes);
  }

  private static Instant at(int chapter, int minute) {
    return World.minute((long) chapter * MINUTES + minute);
  }

  /** The country that goes off in a chapter. */
  static String country(int chapter) {
    return COUNTRIES.get(chapter % COUNTRIES.size());
  }

  private static int blocks(int chapter) {
    return country(chapter).equals(World.C) ? 100 : 40;
  }

  int chapters() {
    return chapters;
  }

  /**
   * A moment of a chapter with an open outage that was told.
   *
   * @param part 0 to 1, from the first such moment to the chapter's end
   */
  static Instant inOutage(int chapter, double part) {
    long millis = (long) (part * Duration.ofMinutes(MINUTES - TOLD_AFTER - 1).toMillis());
    return at(chapter, TOLD_AFTER).plusMillis(millis);
  }

  /** What a replay of all files comes to. */
  Replayed replay(Path out) throws Exception {
    return Replayed.run(bgp.ribs(), bgp.updates(), probes, 2, out, SETTINGS.toArray(String[]::new));
  }

  /** Publishes a chapter; all is acknowledged when it returns. */
  Publisher.Published publish(int chapter, JobConfig config, Pacer pacer) throws Exception {
    String begins = "." + at(chapter, 0).getEpochSecond();
    List<String> paths =
        Stream.concat(bgp.ribs().stream().filter(rib -> chapter == 0), bgp.updates().stream())
            .map(Path::toString)
            .filter(path -> path.endsWith(begins))
            .toList();
    List<RecordingFile> files = new ArrayList<>(RecordingFiles.find(paths));
    files.addAll(RecordingFiles.findProbes(List.of(probes.get(chapter).toString())));
    return Publisher.publish(files, config, pacer, Progress.silent());
  }
}
