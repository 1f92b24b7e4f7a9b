package io.nightlight.operator;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.probing.VantageStandings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;

/** What holds for the vantages, looked up once for all keys of an instance and a window. */
final class VantagesInForce {
  private long windowEndMicros = Long.MIN_VALUE;
  private Panel panel = new Panel(Map.of());

  /** At the end of a window. */
  Panel at(long endMicros, ReadOnlyContext context) throws Exception {
    if (endMicros != windowEndMicros) {
      panel = new Panel(Directives.VANTAGES.at(endMicros, context));
      windowEndMicros = endMicros;
    }
    return panel;
  }

  /** Standings have come. */
  void forget() {
    windowEndMicros = Long.MIN_VALUE;
  }

  /** The vantages of a window. */
  static final class Panel {
    private final Set<Long> notSeeing = new HashSet<>();
    private final Map<Long, Set<String>> cutOff = new HashMap<>();
    private final int all;

    private Panel(Map<Long, VantageStanding> standings) {
      Collection<VantageStanding> known =
          standings.values().stream().filter(standing -> !standing.isRetired()).toList();
      all = known.size();
      for (VantageStanding standing : known) {
        if (standing.sight() != Sight.SEES) {
          notSeeing.add(standing.vantageId());
        }
        if (!standing.cutOff().isEmpty()) {
          cutOff.put(standing.vantageId(), Set.copyOf(standing.cutOff()));
        }
      }
    }

    /** As a shard of blocks asks for them. */
    VantageStandings by(CountryMap countries) {
      return new VantageStandings() {
        @Override
        public boolean isBlind(long vantageId) {
          return notSeeing.contains(vantageId);
        }

        @Override
        public boolean isCutOff(long vantageId, long block) {
          Set<String> missed = cutOff.isEmpty() ? null : cutOff.get(vantageId);
          return missed != null && countries.countryOf(block).filter(missed::contains).isPresent();
        }
      };
    }

    /** How many vantages there are. */
    int members() {
      return all;
    }

    /**
     * How many of them see. One that is cut off from a country counts: its replies do, and when a
     * country falls, its vantages find out one after another. If those that found out first no
     * longer counted, every outage would look like blindness.
     */
    int voters() {
      return all - notSeeing.size();
    }
  }
}
