package io.nightlight.job;

import io.nightlight.domain.measurement.VantageRules;
import io.nightlight.domain.measurement.WatchRules;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.probing.ProbingRules;
import io.nightlight.domain.review.ReviewRules;
import io.nightlight.wire.FeedDecoder;
import io.nightlight.wire.bmp.BmpView;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, read and checked; every value is within the range that {@link
 * JobOptions} states, so nobody checks again.
 *
 * @param deployment the installation's name
 * @param geoFile an MMDB or CSV, or empty for the shipped map
 * @param rulesVersion names the rules and those of their settings that are not the defaults
 * @param detection when a shortfall is an outage; with the window's length and the warming times
 * @param review what belongs together, and how much may fall at once
 */
public record JobConfig(
    String deployment,
    String geoFile,
    String rulesVersion,
    Kafka kafka,
    Topics topics,
    BgpFeed bgpFeed,
    ProbeFeed probeFeed,
    Timing timing,
    Sessions sessions,
    Probes probes,
    DetectionRules detection,
    ReviewRules review)
    implements Serializable {

  /**
   * How to reach Kafka.
   *
   * @param client further settings for every client; values may be secret
   */
  public record Kafka(
      String bootstrapServers,
      String groupId,
      Map<String, String> client,
      String transactionalIdPrefix,
      Duration transactionTimeout)
      implements Serializable {
    public Kafka {
      client = Map.copyOf(client);
    }

    /** Shows which client settings there are and none of their values. */
    @Override
    public String toString() {
      return "Kafka[" + bootstrapServers + ", group " + groupId + ", client " + names() + "]";
    }

    private List<String> names() {
      return client.keySet().stream().sorted().toList();
    }
  }

  /** The topics' names; no two are equal. */
  public record Topics(
      String bgpUpdates,
      String probeResults,
      String availabilityScores,
      String outageEvents,
      String outageCurrent,
      String measurementEvents,
      String rejectedRecords)
      implements Serializable {
    List<String> all() {
      return List.of(
          bgpUpdates,
          probeResults,
          availabilityScores,
          outageEvents,
          outageCurrent,
          measurementEvents,
          rejectedRecords);
    }
  }

  /** What the records of the topic of BGP messages are. */
  public record BgpFeed(BgpFormat format, BmpView bmpView) implements Feed {
    @Override
    public FeedDecoder decoder(Duration mostAhead) {
      return format.decoder(mostAhead, bmpView);
    }
  }

  /** What the records of the topic of probe results are. */
  public record ProbeFeed(ProbeFormat format) implements Feed {
    @Override
    public FeedDecoder decoder(Duration mostAhead) {
      return format.decoder(mostAhead);
    }
  }

  /** How time is cut into windows, and how long is waited for what is late or missing. */
  public record Timing(
      Duration windowLength,
      Duration bgpOutOfOrderness,
      Duration probesOutOfOrderness,
      Duration sourceDrift,
      Duration sourceIdleness,
      Duration sourceStandstill,
      Duration inputGap,
      Duration futureTimestampLimit)
      implements Serializable {}

  /** When a session is silent, gutted or gone, a collector blind, and a table complete. */
  public record Sessions(
      double silenceFactor,
      Duration silenceShortest,
      Duration silenceLongest,
      Duration collectorSilence,
      double tableQuietShare,
      Duration tableSettleShortest,
      Duration tableSettleLongest,
      int guttedPrefixes,
      double guttedShare,
      Duration retireAfter,
      int toldMemberships)
      implements Serializable {

    /** The same as the domain takes it. */
    public WatchRules watchRules() {
      return new WatchRules(
          silenceFactor,
          Micros.of(silenceShortest),
          Micros.of(silenceLongest),
          Micros.of(collectorSilence),
          tableQuietShare,
          Micros.of(tableSettleShortest),
          Micros.of(tableSettleLongest),
          guttedPrefixes,
          guttedShare,
          Micros.of(retireAfter));
    }
  }

  /** How blocks are probed, and when a vantage is blind. */
  public record Probes(
      Duration round,
      Duration forgetAfter,
      double collapseShare,
      int collapseCountries,
      double blindShare)
      implements Serializable {

    /** What the domain has to know of rounds. */
    public ProbingRules probingRules() {
      return new ProbingRules(round, forgetAfter);
    }

    /** When a vantage is believed; silence is judged as that of sessions. */
    public VantageRules vantageRules(WatchRules watch) {
      VantageRules standard = VantageRules.defaults();
      return new VantageRules(
          Micros.of(round),
          collapseShare,
          standard.fewestResults(),
          collapseCountries,
          blindShare,
          standard.forgetMicros(),
          watch);
    }
  }

  /** What holds where nothing is configured. */
  public static JobConfig defaults() {
    return ConfigAssembly.assemble(new OptionValues());
  }

  /**
   * Defaults, then the file, then the settings; the later wins.
   *
   * @param file a YAML file, or null for none
   * @param settings each {@code key=value}
   * @throws InvalidConfiguration with one line that names what is wrong and where
   */
  public static JobConfig load(@Nullable Path file, List<String> settings) {
    OptionValues values = new OptionValues();
    if (file != null) {
      ConfigFile.read(file).forEach((key, text) -> setFrom(file.toString(), values, key, text));
    }
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw new InvalidConfiguration(
            "--set " + nameOnly(setting) + ": expected key=value, such as window.length=1min");
      }
      setFrom("--set", values, setting.substring(0, equals).strip(), setting.substring(equals + 1));
    }
    return ConfigAssembly.assemble(values);
  }

  private static void setFrom(String origin, OptionValues values, String key, String text) {
    try {
      values.set(key, text);
    } catch (InvalidConfiguration e) {
      throw new InvalidConfiguration(origin + ": " + e.getMessage());
    }
  }

  /** What stands without '=' may be a secret that lost its key. */
  private static String nameOnly(String setting) {
    return setting.startsWith("=") ? "'=...'" : "'" + setting + "'";
  }
}
