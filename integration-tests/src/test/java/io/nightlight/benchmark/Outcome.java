package io.nightlight.benchmark;

import java.util.Map;

/**
 * What a measured process said.
 *
 * @param values by name
 * @param foreignShare how much of the machine's cores others had while it ran, 0 to 1
 */
record Outcome(Map<String, String> values, double foreignShare) {
  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("the process did not say its " + name + ": " + values);
    }
    return value;
  }

  double number(String name) {
    return Double.parseDouble(text(name));
  }
}
