package io.nightlight.replay;

import io.nightlight.domain.net.Prefix;
import io.nightlight.recording.mrt.MrtWriter;
import io.nightlight.recording.mrt.MrtWriter.Link;
import io.nightlight.recording.mrt.MrtWriter.Peer;
import io.nightlight.recording.mrt.MrtWriter.RibEntry;
import io.nightlight.recording.mrt.MrtWriter.Route;
import io.nightlight.recording.mrt.MrtWriter.Update;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * Two collectors with five peers each, two countries, and what happens there, as hand-made MRT
 * files.
 */
final class SmallInternet {
  static final List<String> COLLECTORS = List.of("rrc06", "rrc15");
  static final int PEERS = 5;
  static final long[] KP =
      prefixes("175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24");
  static final long[] BE = prefixes("5.23.128.0/17", "31.22.0.0/16", "37.62.0.0/16");
  static final String COUNTRIES =
      """
      network,country
      175.45.176.0/22,KP
      5.23.128.0/17,BE
      31.22.0.0/16,BE
      37.62.0.0/16,BE
      """;

  /** Writes what happens as records. */
  private interface Happening {
    void write(MrtWriter out, long atMicros) throws IOException;
  }

  private final Path folder;
  private final List<TreeMap<Instant, List<Happening>>> happenings = new ArrayList<>();

  SmallInternet(Path folder) {
    this.folder = folder;
    COLLECTORS.forEach(collector -> happenings.add(new TreeMap<>()));
  }

  private static long[] prefixes(String... texts) {
    return Arrays.stream(texts).mapToLong(Prefix::parse).toArray();
  }

  private static Link link(int collector, int peer) {
    byte[] address = {(byte) 192, 0, 2, (byte) (10 * collector + peer)};
    Peer far = new Peer(0x0A000000 + peer, address, 64_500 + 10 * collector + peer);
    return new Link(far, 12_654, new byte[] {(byte) 192, 0, 2, (byte) 254});
  }

  private static Route route(Link link) {
    return new Route(new long[] {link.peer().asn(), 64_999}, link.peer().address());
  }

  private void happens(int collector, Instant at, Happening happening) {
    happenings.get(collector).computeIfAbsent(at, t -> new ArrayList<>()).add(happening);
  }

  /** All peers say something that changes nothing, every ten seconds. */
  SmallInternet noise(int collector, Instant from, Instant until) {
    for (Instant at = from; at.isBefore(until); at = at.plusSeconds(10)) {
      for (int peer = 0; peer < PEERS; peer++) {
        announce(collector, peer, at, BE[0]);
      }
    }
    return this;
  }

  private void announce(int collector, int peer, Instant at, long... prefixes) {
    Link link = link(collector, peer);
    Update update = Update.announcing(route(link), prefixes);
    happens(collector, at, (out, micros) -> out.update(micros, link, update));
  }

  /** One peer after the other. */
  SmallInternet announce(Instant at, long... prefixes) {
    for (int collector = 0; collector < COLLECTORS.size(); collector++) {
      for (int peer = 0; peer < PEERS; peer++) {
        announce(collector, peer, at.plusMillis(1_700L * peer), prefixes);
      }
    }
    return this;
  }

  SmallInternet withdraw(Instant at, long... prefixes) {
    Update update = Update.withdrawing(prefixes);
    for (int collector = 0; collector < COLLECTORS.size(); collector++) {
      for (int peer = 0; peer < PEERS; peer++) {
        Link link = link(collector, peer);
        happens(
            collector,
            at.plusMillis(1_700L * peer),
            (out, micros) -> out.update(micros, link, update));
      }
    }
    return this;
  }

  SmallInternet losesAllSessions(int collector, Instant at) {
    for (int peer = 0; peer < PEERS; peer++) {
      Link link = link(collector, peer);
      happens(collector, at, (out, micros) -> out.stateChange(micros, link, 6, 1));
    }
    return this;
  }

  /** Attempts to connect, as they fill the archives while a peer is away. */
  SmallInternet triesToConnect(int collector, Instant at) {
    Link link = link(collector, PEERS);
    for (int i = 0; i < 100; i++) {
      Instant then = at.plusSeconds(i);
      happens(collector, then, (out, micros) -> out.stateChange(micros, link, 2, 3));
      happens(collector, then, (out, micros) -> out.stateChange(micros, link, 3, 2));
    }
    return this;
  }

  /** A dump of each collector, of all routes; its index names one more peer, which is down. */
  List<String> writeDumps(Instant at) throws IOException {
    List<String> files = new ArrayList<>();
    for (int collector = 0; collector < COLLECTORS.size(); collector++) {
      Path file = file(collector, "bview." + at.getEpochSecond());
      files.add(file.toString());
      try (OutputStream out = Files.newOutputStream(file)) {
        writeDump(MrtWriter.withSeconds(out), collector, micros(at));
      }
    }
    return files;
  }

  private static void writeDump(MrtWriter mrt, int collector, long at) throws IOException {
    List<Peer> peers = new ArrayList<>();
    List<RibEntry> entries = new ArrayList<>();
    for (int peer = 0; peer <= PEERS; peer++) {
      Link link = link(collector, peer);
      peers.add(link.peer());
      if (peer < PEERS) {
        entries.add(new RibEntry(peer, at, route(link)));
      }
    }
    mrt.peerIndexTable(at, 0x0A0000FE, "", peers);
    int sequence = 0;
    for (long[] country : List.of(KP, BE)) {
      for (long prefix : country) {
        mrt.ribRow(at, sequence++, prefix, entries);
      }
    }
  }

  /** The updates, a file for each collector and day, the latest first. */
  List<String> writeUpdates() throws IOException {
    List<String> files = new ArrayList<>();
    for (int collector = 0; collector < COLLECTORS.size(); collector++) {
      TreeMap<Instant, List<Happening>> all = happenings.get(collector);
      while (!all.isEmpty()) {
        Instant day = all.firstKey().truncatedTo(ChronoUnit.DAYS);
        var ofDay = all.headMap(day.plus(1, ChronoUnit.DAYS));
        Path file = file(collector, "updates." + day.getEpochSecond());
        files.add(file.toString());
        try (OutputStream out = Files.newOutputStream(file)) {
          MrtWriter mrt = MrtWriter.withMicroseconds(out);
          for (var moment : ofDay.entrySet()) {
            for (Happening happening : moment.getValue()) {
              happening.write(mrt, micros(moment.getKey()));
            }
          }
        }
        ofDay.clear();
      }
    }
    Collections.reverse(files);
    return files;
  }

  private Path file(int collector, String name) throws IOException {
    return Files.createDirectories(folder.resolve(COLLECTORS.get(collector))).resolve(name);
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }
}
