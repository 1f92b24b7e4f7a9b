package io.nightlight.demo;

import io.nightlight.domain.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * North Korea, 20 to 23 December 2014, as MRT files, what four collectors could have recorded, and
 * Avro containers, what twelve vantages could have got for answers to probes; made from the
 * published timeline. docs/reconstruction.md tells what is published and what invented.
 *
 * <p>Everything follows from the seed: the same seed gives the same records in the same order,
 * everywhere. (The same bytes of gzip, where the same zlib packs them.)
 */
public final class Reconstruction {
  /** For people: what this is. */
  public static final String STATEMENT =
      """
      This is a reconstruction, not a recording. No recording of those days is at hand, so a
      seeded generator wrote these BGP messages and probe results from the published timeline:
      North Korea's four networks gone from 22 December 2014 16:15 to 23 December 01:46 UTC and from
      15:41 to 16:12 UTC, after more than a day of instability (Dyn Research, in Reuters, ZDNet and
      USA Today). The addresses that answer there are real, of scans in 2021 (R4yGM, NorthKoreaScans,
      MIT License). The times of the eight short cycles, the peers, the collectors, the vantages and
      all other countries' events are invented. Of four days only two can be spent on learning what
      answers at which time of the day (warmup.probes=2d), so probes are judged from the third on.""";

  public static final Instant START = Timeline.START;
  public static final Instant END = Timeline.END;

  /** The seed of the demonstration. */
  public static final long SEED = 20141222;

  /**
   * What the configuration must differ in: with the usual warm-up of the probes, four days would
   * leave one to judge; with less than two, night would pass for an outage.
   */
  public static final List<String> SETTINGS = List.of("warmup.probes=2d");

  private Reconstruction() {}

  /**
   * A time without any route, true within a minute for whoever asks most peers.
   *
   * @param country ISO 3166-1 alpha-2
   * @param start when the first peer begins to lose the routes
   * @param end when the first peer begins to have them again
   */
  public record Outage(String country, Instant start, Instant end) {}

  /**
   * The files of a reconstruction, each list by collector and then by time.
   *
   * @param ribs a table dump of each collector
   * @param updates what each collector heard since
   * @param probes what came of the vantages' probes, by time
   */
  public record Recording(List<Path> ribs, List<Path> updates, List<Path> probes) {}

  /** Every outage in the reconstruction, in the order of time; there is no other. */
  public static List<Outage> truth() {
    return Timeline.NORTH_KOREA.stream()
        .map(span -> new Outage("KP", span.start(), span.end()))
        .toList();
  }

  /**
   * Writes the files of the demonstration into a folder, one subfolder a collector and one for the
   * probes.
   *
   * @throws IOException if the folder or a file cannot be written
   */
  public static Recording write(Path folder) throws IOException {
    return write(folder, SEED);
  }

  /** As {@link #write(Path)}, with other chances: the outages are the same at any seed. */
  public static Recording write(Path folder, long seed) throws IOException {
    RouteCatalog catalog = RouteCatalog.load();
    int absentAtFirst = catalog.placeOf(Prefix.parse(Timeline.AGGREGATE));
    List<Speaker> speakers = new ArrayList<>();
    for (Collector collector : Collector.values()) {
      for (int i = 0; i < collector.peerAsns().size(); i++) {
        speakers.add(new Speaker(collector, i, catalog, absentAtFirst));
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    Script script = script(catalog, speakers, random);
    List<Path> ribs = new ArrayList<>();
    List<Path> updates = new ArrayList<>();
    for (Collector collector : Collector.values()) {
      List<Speaker> own = speakers.stream().filter(s -> s.collector() == collector).toList();
      CollectorArchive archive = new CollectorArchive(folder, collector);
      ribs.add(archive.writeRib(catalog, own));
      updates.addAll(archive.writeUpdates(script.of(collector)));
    }
    List<Path> probes = writeProbes(folder, catalog, random);
    return new Recording(List.copyOf(ribs), List.copyOf(updates), probes);
  }

  private static List<Path> writeProbes(Path into, RouteCatalog routes, SplittableRandom random)
      throws IOException {
    List<ProbeTarget> targets = TargetCatalog.load(routes);
    List<String> addresses = targets.stream().map(ProbeTarget::address).toList();
    long seed = random.nextLong();
    ProbedWorld world = new ProbedWorld(targets, routes, random.split());
    Path folder = Files.createDirectories(into.resolve("probes"));
    List<Path> files = new ArrayList<>();
    for (Instant from = START; from.isBefore(END); from = from.plus(CollectorArchive.FILE_LENGTH)) {
      Instant to = from.plus(CollectorArchive.FILE_LENGTH);
      Path file = folder.resolve("reconstruction.probes." + from.getEpochSecond() + ".avro");
      ProbeArchive.write(
          file,
          new ProbeArchive.Plan(Timeline.VANTAGES, addresses, Timeline.ROUND, from, to, seed),
          world);
      files.add(file);
    }
    return List.copyOf(files);
  }

  private static Script script(
      RouteCatalog catalog, List<Speaker> speakers, SplittableRandom random) {
    Script script = new Script();
    Scenario scenario = Scenario.write(catalog, speakers, random.split(), script);
    new Background(catalog, speakers, random.split(), scenario, script).write();
    return script;
  }
}
