package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.ProbeWorld.into;
import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.START;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.ProbeFiles;
import io.nightlight.integration.world.ProbeWorld;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.replay.OutputFiles;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.ProbeResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Results of probes out of order, doubled, cut into files, and damaged; the same verdicts. An
 * outage by both signals, a vantage that dies, and blocks that answer by chance.
 */
class ProbeStreamIT {
  private static final int MINUTES = 140;

  @TempDir static Path shared;

  private static RecordingArchive routes;
  private static Path probes;
  private static List<ProbeResult> results;
  private static Replayed expected;

  @TempDir private Path folder;

  @BeforeAll
  static void replayOnce() throws Exception {
    List<Peer> peers = World.twentyPeers();
    Recording recording =
        World.recording(peers)
            .withdraw(time(80, 10), peers, World.ipv4OfC())
            .announce(time(110, 10), peers, World.ipv4OfC())
            .murmur(minute(0), minute(MINUTES));
    routes = RecordingArchive.write(recording, shared.resolve("routes"));
    probes =
        ProbeWorld.ofTwelve()
            .from(
                START,
                (vantage, country, block, at, chance) ->
                    (country.equals("KE") || block % 4 == 0) && chance.nextInt(3) == 0,
                Answer.NO_REPLY)
            .from(minute(70), ProbeWorld.by(5), Answer.NO_REPLY)
            .during(minute(76), minute(115), into(C), Answer.NO_REPLY)
            .write(shared.resolve("probes.avro"), minute(MINUTES));
    results = ProbeFiles.read(probes);
    expected = replay(List.of(probes), 1, shared.resolve("out"));

    assertThat(expected.started()).as("an outage").hasSize(1);
    assertThat(expected.measurements()).as("a vantage that dies").hasSize(1);
    assertThat(expected.summary().countAll("rejected.")).isZero();
  }

  private static Replayed replay(List<Path> files, int parallelism, Path out) throws Exception {
    return Replayed.run(
        routes.ribs(),
        routes.updates(),
        files,
        parallelism,
        out,
        "warmup.probes=45min",
        "warmup.routes=10min");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void p5ParallelismChangesNothing(int parallelism) throws Exception {
    assertSame(replay(List.of(probes), parallelism, folder));
  }

  /** As if each vantage were a partition of its own. */
  @Test
  void p5FilesInAnyOrderDisorderWithinTheBoundAndDoubledResultsChangeNothing() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Path file : ProbeFiles.split(results, ProbeResult::getVantage, folder.resolve("apart"))) {
      List<ProbeResult> some = ProbeFiles.doubled(ProbeFiles.read(file), 0.05, 1);
      files.add(
          ProbeFiles.write(
              folder.resolve("shuffled").resolve(file.getFileName()),
              ProbeFiles.shuffled(some, Duration.ofSeconds(119), 2)));
    }
    Collections.shuffle(files, new Random(3));

    Replayed replayed = replay(files, 2, folder.resolve("out"));

    assertThat(files).hasSize(12);
    assertThat(replayed.summary().count("observations.probe"))
        .as("the test doubles results")
        .isGreaterThan(expected.summary().count("observations.probe"));
    assertSame(replayed);
  }

  /** And a result in a hundred lies ten minutes behind its place, far beyond the bound. */
  @Test
  void p5WhatComesTooLateIsCountedAndTellsTheSameEvents() throws Exception {
    List<ProbeResult> onTime = new ArrayList<>();
    List<ProbeResult> late = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      (i % 100 == 0 ? late : onTime).add(results.get(i));
    }
    List<ProbeResult> all = new ArrayList<>();
    int next = 0;
    for (ProbeResult result : onTime) {
      while (next < late.size()
          && late.get(next)
              .getObservedAt()
              .plus(ProbeWorld.ROUND)
              .isBefore(result.getObservedAt())) {
        all.add(late.get(next++));
      }
      all.add(result);
    }

    Replayed replayed =
        replay(
            List.of(ProbeFiles.write(folder.resolve("late.avro"), all)), 2, folder.resolve("out"));

    assertThat(replayed.summary().count("late")).isEqualTo(next).isPositive();
    assertThat(replayed.events())
        .extracting(OutageEvent::getKind, OutageEvent::getCountry, OutageEvent::getClassification)
        .isEqualTo(
            expected.events().stream()
                .map(event -> tuple(event.getKind(), event.getCountry(), event.getClassification()))
                .toList());
  }

  /** Beside what is whole, a copy of it with holes, and lines that no Atlas ever wrote. */
  @Test
  void p6DamageIsRejectedWithReasonsAndChangesNoVerdict() throws Exception {
    Path damaged = folder.resolve("damaged.avro");
    Files.write(damaged, withHoles(Files.readAllBytes(ProbeFiles.write(damaged, results))));
    Path junk = Files.writeString(folder.resolve("junk.json"), junk(), UTF_8);

    Replayed replayed = replay(List.of(junk, probes, damaged), 2, folder.resolve("out"));

    assertThat(replayed.summary().countAll("rejected.")).isGreaterThanOrEqualTo(10);
    assertThat(replayed.summary().count("rejected.malformed")).isPositive();
    assertThat(replayed.summary().count("rejected.invalid_value")).isPositive();
    assertThat(replayed.lines(OutputFiles.REJECTED)).hasSizeGreaterThanOrEqualTo(10);
    assertSame(replayed);
  }

  /** What stands between blocks, and how long they are, is gone here and there. */
  private static byte[] withHoles(byte[] bytes) {
    int first = bytes.length / 5;
    for (int hole = 0; hole < 4; hole++) {
      int at =
          indexOf(
              bytes,
              Arrays.copyOfRange(bytes, bytes.length - 16, bytes.length),
              first * (hole + 1));
      Arrays.fill(bytes, at, at + 20, (byte) 0xee);
    }
    return bytes;
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    int at = from;
    while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  private static String junk() {
    long second = minute(30).getEpochSecond();
    String ping =
        """
        {"fw":5080,"type":"ping","prb_id":%s,"timestamp":%s,"dst_addr":%s,"proto":"ICMP",\
        "result":[{"x":"*"}],"sent":1,"rcvd":0}""";
    return String.join(
            "\n",
            ping.formatted("1", "\"noon\"", "\"193.136.1.1\""),
            ping.formatted("1", "-5", "\"193.136.1.1\""),
            ping.formatted("1", "99999999999999999999", "\"193.136.1.1\""),
            ping.formatted("null", second, "\"193.136.1.1\""),
            ping.formatted("1", second, "\"193.136.1.999\""),
            ping.formatted("1", second, "[[[[[[]]]]]]"),
            ping.formatted("1", second, "\"193.136.1.1\"").substring(0, 60),
            "null",
            "[]",
            "\"ping\"",
            "{\"a\":".repeat(2_000),
            "\u0000\u0001\uffff")
        + "\n";
  }

  private static void assertSame(Replayed actual) throws IOException {
    assertThat(actual.summary().count("late")).isZero();
    for (String file : List.of(OutputFiles.EVENTS, OutputFiles.SCORES, OutputFiles.MEASUREMENTS)) {
      if (!actual.summary().digests().get(file).equals(expected.summary().digests().get(file))) {
        assertThat(actual.lines(file)).as(file).isEqualTo(expected.lines(file));
      }
    }
  }
}
