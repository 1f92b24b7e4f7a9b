package io.nightlight.integration.world;

import io.nightlight.demo.ProbeArchive;
import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.domain.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Who probes, and what: every vantage probes one address of each block of {@link World#C} and of
 * {@link World#OTHERS} once a round. All that nothing is said of answers.
 */
public final class ProbeWorld {
  /** The usual round. */
  public static final Duration ROUND = Duration.ofMinutes(10);

  private final List<String> vantages;
  private final Duration round;
  private final List<Place> places = new ArrayList<>();
  private final List<String> targets = new ArrayList<>();

  /** The latest said first. */
  private final List<Happening> happenings = new ArrayList<>();

  /**
   * Where a probed address lies.
   *
   * @param index its place among those of its country, from 0
   */
  private record Place(String country, int index) {}

  /** Which probes something happens to. */
  @FunctionalInterface
  public interface Which {
    /**
     * Whether it happens to a probe.
     *
     * @param vantage from 0
     * @param block its place among those of its country, from 0
     */
    boolean holds(int vantage, String country, int block, Instant at, SplittableRandom chance);
  }

  private record Happening(Instant from, Instant to, Which which, Answer answer) {}

  private ProbeWorld(int vantages, int ofC, int ofEachOther, Duration round) {
    this.vantages = IntStream.range(0, vantages).mapToObj(ProbeWorld::vantage).toList();
    this.round = round;
    addBlocks(World.C, ofC);
    World.OTHERS.forEach(country -> addBlocks(country, ofEachOther));
  }

  /** Twelve vantages, 40 blocks of C and 6 of each other country, in rounds of ten minutes. */
  public static ProbeWorld ofTwelve() {
    return of(12, 40, 6, ROUND);
  }

  /** So many vantages and blocks. */
  public static ProbeWorld of(int vantages, int ofC, int ofEachOther, Duration round) {
    return new ProbeWorld(vantages, ofC, ofEachOther, round);
  }

  /** A vantage's name. */
  public static String vantage(int index) {
    return "vantage-" + (index + 10);
  }

  private void addBlocks(String country, int count) {
    long[] blocks = CountrySpace.ipv4Blocks(country, count);
    for (int i = 0; i < blocks.length; i++) {
      places.add(new Place(country, i));
      targets.add(addressIn(blocks[i]));
    }
  }

  private static String addressIn(long block) {
    long first = Prefix.firstBlock(block);
    return (first >> 16) + "." + (first >> 8 & 255) + "." + (first & 255) + ".1";
  }

  /** From a moment on; of two happenings to one probe the later said counts. */
  public ProbeWorld from(Instant from, Which which, Answer answer) {
    return during(from, Instant.MAX, which, answer);
  }

  /** From a moment up to another, exclusive. */
  public ProbeWorld during(Instant from, Instant to, Which which, Answer answer) {
    happenings.add(0, new Happening(from, to, which, answer));
    return this;
  }

  /** To all probes into a country. */
  public static Which into(String country) {
    return (vantage, where, block, at, chance) -> where.equals(country);
  }

  /** To all probes from a vantage. */
  public static Which by(int vantage) {
    return (who, where, block, at, chance) -> who == vantage;
  }

  /** To all probes. */
  public static Which all() {
    return (who, where, block, at, chance) -> true;
  }

  /** Writes what is probed from {@link World#START} on. */
  public Path write(Path file, Instant to) throws IOException {
    return write(file, World.START, to);
  }

  /** Writes what is probed in between. */
  public Path write(Path file, Instant from, Instant to) throws IOException {
    Files.createDirectories(file.getParent());
    ProbeArchive.write(
        file, new ProbeArchive.Plan(vantages, targets, round, from, to, 7), this::answer);
    return file;
  }

  private Answer answer(int vantage, int target, Instant at, SplittableRandom chance) {
    Place place = places.get(target);
    for (Happening happening : happenings) {
      if (!at.isBefore(happening.from())
          && at.isBefore(happening.to())
          && happening.which().holds(vantage, place.country(), place.index(), at, chance)) {
        return happening.answer();
      }
    }
    return Answer.REPLY;
  }
}
