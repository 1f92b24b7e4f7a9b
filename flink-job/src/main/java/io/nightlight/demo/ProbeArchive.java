package io.nightlight.demo;

import io.nightlight.domain.observation.Micros;
import io.nightlight.recording.ProbeWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up probe results as an Avro container: every vantage probes every target once a round, each
 * pair at a moment of its own. The same plan gives the same bytes but for the container's marker;
 * plans that differ in time alone go on where the other ends.
 */
public final class ProbeArchive {
  private ProbeArchive() {}

  /**
   * Who probes what and when.
   *
   * @param vantages their names
   * @param targets addresses in text form
   * @param round each vantage probes each target once in it
   * @param from the first round begins then
   * @param to no probe is sent then or later
   * @param seed another seed, other moments and other chance
   */
  public record Plan(
      List<String> vantages,
      List<String> targets,
      Duration round,
      Instant from,
      Instant to,
      long seed) {
    public Plan {
      vantages = List.copyOf(vantages);
      targets = List.copyOf(targets);
    }
  }

  /** What comes of a probe. */
  public enum Answer {
    REPLY,
    NO_REPLY,
    PROBE_ERROR,
    /** The vantage sends nothing. */
    NOT_SENT
  }

  /** The world that is probed. */
  @FunctionalInterface
  public interface World {
    /**
     * What comes of one probe.
     *
     * @param vantage its place in the plan
     * @param target its place in the plan
     * @param chance to be asked for all that is left to chance
     */
    Answer answer(int vantage, int target, Instant at, SplittableRandom chance);
  }

  private record Probe(int vantage, int target, long offsetMicros) {}

  /** Writes the results in the order of time; how many there are. */
  public static long write(Path file, Plan plan, World world) throws IOException {
    List<Probe> probes = probes(plan, new SplittableRandom(plan.seed()));
    SplittableRandom chance = new SplittableRandom(plan.seed() + Micros.of(plan.from()));
    long round = Micros.of(plan.round());
    long written = 0;
    try (ProbeWriter out = new ProbeWriter(file)) {
      for (long begin = Micros.of(plan.from()); begin < Micros.of(plan.to()); begin += round) {
        for (Probe probe : probes) {
          Instant at = Micros.toInstant(begin + probe.offsetMicros());
          Answer answer = world.answer(probe.vantage(), probe.target(), at, chance);
          if (answer != Answer.NOT_SENT && at.isBefore(plan.to())) {
            write(out, plan, probe, at, answer);
            written++;
          }
        }
      }
    }
    return written;
  }

  private static List<Probe> probes(Plan plan, SplittableRandom chance) {
    List<Probe> probes = new ArrayList<>();
    for (int vantage = 0; vantage < plan.vantages().size(); vantage++) {
      for (int target = 0; target < plan.targets().size(); target++) {
        probes.add(new Probe(vantage, target, chance.nextLong(Micros.of(plan.round()))));
      }
    }
    probes.sort(
        Comparator.comparingLong(Probe::offsetMicros)
            .thenComparingInt(Probe::vantage)
            .thenComparingInt(Probe::target));
    return probes;
  }

  private static void write(ProbeWriter out, Plan plan, Probe probe, Instant at, Answer answer)
      throws IOException {
    String vantage = plan.vantages().get(probe.vantage());
    String target = plan.targets().get(probe.target());
    switch (answer) {
      case REPLY -> out.reply(at, vantage, target);
      case NO_REPLY -> out.silence(at, vantage, target);
      case PROBE_ERROR -> out.error(at, vantage, target);
      case NOT_SENT -> {}
    }
  }
}
