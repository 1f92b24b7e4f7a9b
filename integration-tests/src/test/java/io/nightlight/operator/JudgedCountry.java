package io.nightlight.operator;

import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.availability.Recount;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.Provenance;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Lets the benchmark do with one country's memory what {@link JudgeCountry} does at a tick. */
public final class JudgedCountry {
  private final String country;
  private final DetectionRules rules;
  private final Provenance provenance;
  private final MapInUse map;
  private final CountryMemory memory = new CountryMemory();
  private List<Recount> recounts = List.of();
  private List<SignalReading> readings = List.of();

  public JudgedCountry(String country, DetectionRules rules, Provenance provenance) {
    this.country = country;
    this.rules = rules;
    this.provenance = provenance;
    map = new MapInUse(provenance.geoVersion(), Long.MIN_VALUE);
  }

  /** First: takes in what changed in the window. */
  public void take(List<CountryChange> changes, long windowEndMicros) {
    recounts = memory.take(changes, windowEndMicros, map);
  }

  /**
   * Then: reads all signals.
   *
   * @param vantages how many there are; all of them see
   */
  public void read(long windowEndMicros, Function<IpFamily, Electorate> electorates, int vantages) {
    readings = memory.readRoutes(windowEndMicros, electorates);
    memory.readProbes(vantages, vantages).ifPresent(readings::add);
  }

  /** At last: judges what was read. */
  public CountryJudge.Verdict judge(long windowStartMicros, long windowEndMicros) {
    CountryJudge judge = memory.judge(country, rules, provenance);
    judge.recount(Micros.toInstant(windowEndMicros), recounts);
    return judge.judge(
        Micros.toInstant(windowStartMicros), Micros.toInstant(windowEndMicros), readings);
  }

  /** Another judge that remembers the same. */
  public CountryJudge copyOfJudge() {
    return CountryJudge.restore(Objects.requireNonNull(memory.judgeSnapshot()), rules, provenance);
  }
}
