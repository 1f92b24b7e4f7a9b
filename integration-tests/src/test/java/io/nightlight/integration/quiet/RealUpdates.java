package io.nightlight.integration.quiet;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.Micros;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.Recordings;
import io.nightlight.recording.UnreadableRecordingException;
import io.nightlight.wire.BgpMessageCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a file of updates speaks of: who, of which prefixes, when. */
final class RealUpdates {
  private final Map<Peer, Set<Long>> prefixes = new LinkedHashMap<>();
  private final Set<Long> all = new HashSet<>();
  private final List<Announced> announcements = new ArrayList<>();
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;

  private RealUpdates() {}

  /** One prefix in an announcement of the country that was asked for. */
  private record Announced(long atMicros, Peer peer, long prefix) {}

  /** Reads a file; what it announces of the case's country is remembered one by one. */
  static RealUpdates read(Path file, QuietCase quiet) throws UnreadableRecordingException {
    RealUpdates updates = new RealUpdates();
    BgpMessageCodec codec = new BgpMessageCodec();
    try (Recordings recordings =
        Recordings.open(
            RecordingFiles.find(List.of(quiet.collector() + "=" + file)),
            ReadingProgress.UNHEARD)) {
      for (Recorded next = recordings.next(); next != null; next = recordings.next()) {
        if (next.message() != null) {
          updates.add(codec.toDomain(next.message()), quiet.country());
        }
      }
    }
    return updates;
  }

  private void add(BgpObservation observation, String country) {
    firstMicros = Math.min(firstMicros, observation.observedAtMicros());
    lastMicros = Math.max(lastMicros, observation.observedAtMicros());
    if (observation.kind() != BgpEvent.UPDATE) {
      return;
    }
    Session session = observation.session();
    Peer peer = new Peer(session.collector(), session.peerAddress(), session.peerAsn());
    Set<Long> own = prefixes.computeIfAbsent(peer, p -> new HashSet<>());
    for (long prefix : observation.announced()) {
      own.add(prefix);
      all.add(prefix);
      if (CountrySpace.countryOf(prefix).equals(country)) {
        announcements.add(new Announced(observation.observedAtMicros(), peer, prefix));
      }
    }
    for (long prefix : observation.withdrawn()) {
      own.add(prefix);
      all.add(prefix);
    }
  }

  Instant first() {
    return Micros.toInstant(firstMicros);
  }

  Instant last() {
    return Micros.toInstant(lastMicros);
  }

  /** Sessions that speak of prefixes. */
  List<Peer> peers() {
    return prefixes.entrySet().stream()
        .filter(peer -> !peer.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All that a session announces or withdraws, and what covers it of all that the file names. */
  Set<Long> of(Peer peer) {
    Set<Long> own = prefixes.getOrDefault(peer, Set.of());
    Set<Long> withCovers = new HashSet<>();
    for (long prefix : own) {
      withCovers.add(prefix);
      for (int length = Prefix.length(prefix) - 1; length >= 8; length--) {
        long cover = shortened(prefix, length);
        if (all.contains(cover)) {
          withCovers.add(cover);
        }
      }
    }
    return withCovers;
  }

  private static long shortened(long prefix, int length) {
    return Prefix.isIpv6(prefix)
        ? Prefix.ipv6(Prefix.ipv6Upper48(prefix), length)
        : Prefix.ipv4(Prefix.ipv4Address(prefix), length);
  }

  /** Every prefix of the file. */
  Set<Long> prefixes() {
    return all;
  }

  /** What a session announces of the country from then on, by the time of the announcement. */
  Map<Instant, List<Long>> announcedSince(Instant from, Peer peer) {
    Map<Instant, List<Long>> announced = new LinkedHashMap<>();
    for (Announced one : announcements) {
      if (one.peer().equals(peer) && one.atMicros() >= Micros.of(from)) {
        announced
            .computeIfAbsent(Micros.toInstant(one.atMicros()), at -> new ArrayList<>())
            .add(one.prefix());
      }
    }
    return announced;
  }
}
