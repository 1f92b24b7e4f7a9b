package io.nightlight.integration.broker;

import java.util.List;
import java.util.stream.Stream;

/** Settings that give a job topics of its own, so that several share a broker. */
public final class OwnTopics {
  private static final List<String> INPUTS = List.of("bgp.updates", "probe.results");
  private static final List<String> OUTPUTS =
      List.of(
          "availability.scores",
          "outage.events",
          "outage.current",
          "measurement.events",
          "rejected.records");

  private OwnTopics() {}

  /**
   * For all topics.
   *
   * @param name what their names begin with
   */
  public static List<String> all(String name) {
    return settings(Stream.concat(INPUTS.stream(), OUTPUTS.stream()), name);
  }

  /** For what the job writes; it reads what all read. */
  public static List<String> outputs(String name) {
    return settings(OUTPUTS.stream(), name);
  }

  private static List<String> settings(Stream<String> topics, String name) {
    return topics.map(topic -> "topic." + topic + "=" + name + "." + topic).toList();
  }
}
