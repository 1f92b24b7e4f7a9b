package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each key fills exactly one component of the configuration, and each component has its key. */
class JobOptionsTest {

  @Test
  void everyKeySetsOneComponentAndEveryComponentHasAKey() throws Exception {
    Map<String, Object> standard = components("", JobConfig.defaults());
    List<String> reached = new ArrayList<>();
    for (JobOption<?> option : JobOptions.all()) {
      JobConfig config = JobConfig.load(null, List.of(option.key() + "=" + OtherValues.of(option)));
      List<String> changed = new ArrayList<>();
      components("", config)
          .forEach(
              (name, value) -> {
                if (!value.equals(standard.get(name))) {
                  changed.add(name);
                }
              });
      // How long a round takes is asked by those who believe and by those who bound times.
      changed.remove(".detection.probesRound");
      assertThat(changed).as(option.key()).hasSize(1);
      reached.addAll(changed);
    }
    List<String> configurable = new ArrayList<>(standard.keySet());
    configurable.remove(".kafka.client");
    configurable.remove(".detection.probesRound");
    assertThat(reached).containsExactlyInAnyOrderElementsOf(configurable);
  }

  @Test
  void everyKeyIsDocumentedOnce() {
    assertThat(JobOptions.all()).extracting(JobOption::key).doesNotHaveDuplicates();
    assertThat(JobOptions.all())
        .allSatisfy(
            option -> {
              assertThat(option.key()).matches("[a-z0-9]+([.-][a-z0-9]+)*");
              assertThat(option.doc()).endsWith(".").doesNotContain("\n").hasSizeGreaterThan(40);
            });
  }

  private static Map<String, Object> components(String path, Record values) throws Exception {
    Map<String, Object> flat = new TreeMap<>();
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(values);
      String name = path + "." + component.getName();
      if (value instanceof Record inner) {
        flat.putAll(components(name, inner));
      } else {
        flat.put(name, value);
      }
    }
    // The window's length is the one value that two rooms need.
    flat.remove(".detection.scoring.window");
    // It follows from the others.
    flat.remove(".rulesVersion");
    return flat;
  }

  /** A value that every rule accepts and that is not the standard one. */
  private static final class OtherValues {
    private static final Map<String, String> SPECIAL =
        Map.of(
            "kafka.bootstrap.servers", "broker-1:9092,broker-2:9092",
            "kafka.transaction.timeout", "14min",
            "bgp.format", "ris-live",
            "bgp.bmp.view", "post-policy",
            "probes.format", "atlas",
            "window.length", "30s",
            "input.gap", "16min",
            "detection.baseline.span", "8d",
            "detection.baseline.bin", "20min",
            "detection.noise.span", "8d");

    static String of(JobOption<?> option) {
      String special = SPECIAL.get(option.key());
      if (special != null) {
        return special;
      }
      Object standard = option.read(option.standard());
      if (standard instanceof java.time.Duration duration) {
        return duration.plusSeconds(1).toString();
      }
      if (standard instanceof Double number) {
        return Double.toString(number * 0.99);
      }
      if (standard instanceof Integer number) {
        return Integer.toString(number + 1);
      }
      return standard + "x";
    }
  }
}
