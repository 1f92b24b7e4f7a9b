package io.nightlight.benchmark;

import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.SignalScore;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.operator.CountryChange;
import io.nightlight.operator.JudgedCountry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A window after the other of all countries, on one thread without Flink: what the tick takes in
 * which all of them are judged, and what their judges weigh.
 */
final class JudgeRuns {
  private static final long WINDOW_MICROS = 60_000_000;
  private static final long T0 = 1_419_206_400_000_000L;
  private static final int DAY = 1_440;

  /** Probes warm up for three days, and the noise of seven is remembered. */
  private static final int LIFE_BEFORE = 10 * DAY;

  /** After the move to one core. */
  private static final int SETTLING = 1_000;

  private static final int MEASURED = 2_000;
  private static final int MEASURED_COLD = 500;
  private static final int MEASURED_DARK = 60;
  private static final int VANTAGES = 20;

  /** Longs, 64 MiB of them: more than a core's caches hold. */
  private static final int ELSEWHERE = 8 << 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final Provenance PROVENANCE =
      new Provenance("benchmark", RunMode.REPLAY, "benchmark", "benchmark");

  private final JudgedWorld world;
  private final List<JudgedCountry> judged = new ArrayList<>();
  private final long[] elsewhere = new long[ELSEWHERE];
  private int minute = -1;
  private Ticks ticks = new Ticks();

  /** What some windows came to; milliseconds of a core for all countries together. */
  private static final class Ticks {
    private final Series taking = new Series();
    private final Series reading = new Series();
    private final Series judging = new Series();
    private final Series whole = new Series();
    private final Series byTheClock = new Series();
    private final Map<EventKind, Integer> events = new EnumMap<>(EventKind.class);
    private final Map<ScoreStatus, Integer> scores = new EnumMap<>(ScoreStatus.class);
    private int changes;
    private int warmingSignals;

    void count(CountryJudge.Verdict verdict) {
      scores.merge(verdict.score().status(), 1, Integer::sum);
      for (SignalScore signal : verdict.score().signals()) {
        warmingSignals += signal.status() == ScoreStatus.WARMING ? 1 : 0;
      }
      for (OutageEvent event : verdict.events()) {
        events.merge(event.kind(), 1, Integer::sum);
      }
    }

    double countries(ScoreStatus status) {
      return (double) scores.getOrDefault(status, 0) / whole.size();
    }
  }

  private JudgeRuns(long seed) {
    world = new JudgedWorld(seed, LIFE_BEFORE - 2 * DAY, LIFE_BEFORE + MEASURED / 2);
    DetectionRules rules = DetectionRules.defaults();
    for (LivingCountry country : world.countries()) {
      judged.add(new JudgedCountry(country.name(), rules, PROVENANCE));
    }
  }

  /**
   * @param whenWarm what is done when all histories are full and the compiler has done its work
   */
  static void measure(long seed, Runnable whenWarm) {
    JudgeRuns runs = new JudgeRuns(seed);
    runs.live(LIFE_BEFORE);
    whenWarm.run();
    runs.live(SETTLING);
    runs.measureLife();
    runs.measureCold();
    runs.measureDark();
    runs.weigh();
  }

  private void measureLife() {
    int before = world.outages();
    live(MEASURED);
    tell("", ticks.whole);
    tell("byTheClock", ticks.byTheClock);
    tell("reading", ticks.reading);
    tell("judging", ticks.judging);
    tell("taking", ticks.taking);
    Runs.tell("prefixes", world.prefixes());
    Runs.tell("windows", MEASURED);
    Runs.tell("changes", (double) ticks.changes / MEASURED);
    Runs.tell("outages", world.outages() - before);
    for (EventKind kind : EventKind.values()) {
      Runs.tell(kind.name(), ticks.events.getOrDefault(kind, 0));
    }
    for (ScoreStatus status : ScoreStatus.values()) {
      Runs.tell(status.name(), ticks.countries(status));
    }
    Runs.tell("warmingSignals", (double) ticks.warmingSignals / MEASURED);
  }

  /** As when all of the caches were needed for something else since the last tick. */
  private void measureCold() {
    ticks = new Ticks();
    for (int i = 0; i < MEASURED_COLD; i++) {
      List<List<CountryChange>> changes = changes();
      take(changes);
      for (int at = 0; at < elsewhere.length; at += 8) {
        elsewhere[at]++;
      }
      tick();
    }
    tell("cold", ticks.whole);
  }

  /** The largest country loses all routes; what it lost is kept for an hour. */
  private void measureDark() {
    world.countries().get(0).darken();
    live(MEASURED_DARK);
    tell("dark", ticks.whole);
  }

  private void weigh() {
    List<CountryJudge> copies = new ArrayList<>(judged.size());
    long without = Heap.used();
    judged.forEach(country -> copies.add(country.copyOfJudge()));
    Runs.tell("judgeBytes", (double) (Heap.used() - without) / copies.size());
    copies.clear();
    long with = Heap.used();
    judged.clear();
    Runs.tell("countryBytes", (double) (with - Heap.used()) / JudgedWorld.COUNTRIES);
  }

  private void live(int windows) {
    ticks = new Ticks();
    for (int i = 0; i < windows; i++) {
      take(changes());
      tick();
    }
  }

  private List<List<CountryChange>> changes() {
    minute++;
    world.assemblePeers();
    List<List<CountryChange>> changes = new ArrayList<>();
    for (LivingCountry country : world.countries()) {
      List<CountryChange> ofCountry = country.live(minute, windowEnd());
      ticks.changes += ofCountry.size();
      changes.add(ofCountry);
    }
    return changes;
  }

  private long windowEnd() {
    return T0 + minute * WINDOW_MICROS;
  }

  private void take(List<List<CountryChange>> changes) {
    long begun = cpuNanos();
    for (int i = 0; i < changes.size(); i++) {
      if (world.countries().get(i).isThere(minute)) {
        judged.get(i).take(changes.get(i), windowEnd());
      }
    }
    ticks.taking.add((cpuNanos() - begun) / 1e6);
  }

  private void tick() {
    long begunAt = System.nanoTime();
    long begun = cpuNanos();
    for (int i = 0; i < judged.size(); i++) {
      if (world.countries().get(i).isThere(minute)) {
        judged.get(i).read(windowEnd(), world::electorate, VANTAGES);
      }
    }
    long read = cpuNanos();
    for (int i = 0; i < judged.size(); i++) {
      if (world.countries().get(i).isThere(minute)) {
        ticks.count(judged.get(i).judge(windowEnd() - WINDOW_MICROS, windowEnd()));
      }
    }
    long end = cpuNanos();
    ticks.byTheClock.add((System.nanoTime() - begunAt) / 1e6);
    ticks.reading.add((read - begun) / 1e6);
    ticks.judging.add((end - read) / 1e6);
    ticks.whole.add((end - begun) / 1e6);
  }

  /** What this thread had of its core: others may have it meanwhile, and the collector has it. */
  private static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static void tell(String what, Series millis) {
    Runs.tell(what + "Mean", millis.mean());
    Runs.tell(what + "Median", millis.median());
    Runs.tell(what + "P99", millis.quantile(0.99));
    Runs.tell(what + "Most", millis.most());
  }
}
