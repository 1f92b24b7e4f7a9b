package io.nightlight.domain.review;

import static io.nightlight.domain.review.Scene.countries;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.review.CountryWord.Readiness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of every life of the world. */
class WorldReviewProperties {
  private static final int COUNTRIES = 60;
  private static final int MINUTES = 120;

  /** What one judge says in one window. */
  private interface Line {
    void say(Scene scene);
  }

  /** Window by window. Starts come in waves, and each country's story is a consistent one. */
  private static List<List<Line>> life(long seed) {
    Random random = new Random(seed);
    List<List<Line>> windows = new ArrayList<>();
    Map<String, Integer> open = new HashMap<>();
    Map<String, Integer> since = new HashMap<>();
    List<String> countries = countries(COUNTRIES);
    for (int minute = 1; minute < MINUTES; minute++) {
      int now = minute;
      double share = random.nextInt(20) == 0 ? random.nextDouble() : 0.004;
      List<Line> lines = new ArrayList<>();
      for (String country : countries) {
        if (random.nextInt(30) == 0) {
          int confirmations = random.nextInt(3);
          Readiness ready = random.nextInt(8) == 0 ? Readiness.NOT_READY : Readiness.READY;
          lines.add(scene -> scene.says(country, ready, confirmations));
        }
        if (open.containsKey(country)) {
          int age = now - since.get(country);
          if (random.nextInt(40) == 0) {
            lines.add(scene -> scene.updates(country));
          } else if (age > 8 && random.nextInt(25) == 0) {
            open.remove(country);
            lines.add(scene -> scene.recovers(now - 5, List.of(country)));
          } else if (random.nextInt(60) == 0) {
            open.remove(country);
            lines.add(scene -> scene.retracts(List.of(country)));
          }
        } else if (random.nextDouble() < share && now - since.getOrDefault(country, -99) > 15) {
          int start = now - 3 - random.nextInt(4) * random.nextInt(4);
          Long[] origins = random.nextBoolean() ? new Long[0] : new Long[] {random.nextLong(1, 4)};
          open.put(country, now);
          since.put(country, now);
          lines.add(scene -> scene.starts(start, List.of(country), origins));
        }
      }
      windows.add(lines);
    }
    return windows;
  }

  private static Scene play(List<List<Line>> life, Random shuffle, int restartEvery) {
    Scene scene = Scene.of(COUNTRIES);
    for (int i = 0; i < life.size(); i++) {
      List<Line> lines = new ArrayList<>(life.get(i));
      if (shuffle != null) {
        Collections.shuffle(lines, shuffle);
      }
      lines.forEach(line -> line.say(scene));
      scene.close(i + 1);
      if (restartEvery > 0 && i % restartEvery == 0) {
        scene.restarted();
      }
    }
    return scene;
  }

  @Property(tries = 200)
  void orderWithinAWindowAndRestartsChangeNothing(@ForAll long seed) {
    List<List<Line>> life = life(seed);
    Scene plain = play(life, null, 0);
    Scene disturbed = play(life, new Random(~seed), 1 + (int) Math.floorMod(seed, 7L));
    assertThat(disturbed.told).isEqualTo(plain.told);
    assertThat(disturbed.measured).isEqualTo(plain.measured);
    assertThat(disturbed.snapshot()).isEqualTo(plain.snapshot());
  }

  @Property(tries = 200)
  void everyOutageIsToldConsistentlyOrNotAtAll(@ForAll long seed) {
    Scene scene = play(life(seed), null, 0);
    Map<String, OutageEvent> last = new HashMap<>();
    for (OutageEvent event : scene.told) {
      OutageEvent before = last.put(event.eventId(), event);
      if (before == null) {
        assertThat(event.kind()).isEqualTo(EventKind.STARTED);
        assertThat(event.revision()).isZero();
      } else {
        assertThat(before.isLast()).isFalse();
        assertThat(event.kind()).isNotEqualTo(EventKind.STARTED);
        assertThat(event.revision()).isEqualTo(before.revision() + 1);
        assertThat(event.detectedAt()).isAfterOrEqualTo(before.detectedAt());
      }
    }
    assertThat(scene.told).extracting(OutageEvent::detectedAt).isSorted();
    Set<String> ids = new HashSet<>();
    for (MeasurementEvent event : scene.measured) {
      boolean begins = event.kind() == MeasurementEvent.Kind.DEGRADED;
      assertThat(begins ? ids.add(event.eventId()) : ids.contains(event.eventId())).isTrue();
      assertThat(event.affectedCountries()).isSorted().doesNotHaveDuplicates();
      assertThat(event.affectedCountries().isEmpty()).isNotEqualTo(begins);
    }
  }

  /** What is remembered is bounded by what is open and by what was decided in the last hour. */
  @Property(tries = 50)
  void nothingIsKeptOfWhatIsOver(@ForAll long seed) {
    Scene scene = play(life(seed), null, 0);
    WorldReview.Snapshot kept = scene.snapshot();
    assertThat(kept.outages().stream().map(TrackedOutage::country))
        .size()
        .isLessThan(3 * COUNTRIES);
    assertThat(kept.groups()).hasSizeLessThanOrEqualTo(kept.outages().size());
    assertThat(kept.outages())
        .filteredOn(o -> o.is(TrackedOutage.Standing.TOLD))
        .noneMatch(TrackedOutage::isOver);
    assertThat(kept.words()).hasSize(COUNTRIES);
  }
}
