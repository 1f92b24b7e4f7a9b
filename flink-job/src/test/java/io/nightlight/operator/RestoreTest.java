package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An operator that is put down between any two inputs and taken up again, by as many instances or
 * by more, says what it would have said (pitfall P7).
 */
class RestoreTest {
  private static final long WINDOW = 60_000_000L;
  private static final long T0 = Instant.parse("2014-12-22T12:00:00Z").toEpochMilli() * 1000;
  private static final int WINDOWS = 110;
  private static final int OUTAGE_FROM = 75;
  private static final int OUTAGE_TO = 90;

  private static final MapStateDescriptor<?, ?>[] BROADCAST = {
    Directives.STANDINGS, Directives.PAUSES, Directives.END
  };

  private static final OutputTag<AvailabilityScore> SCORES =
      new OutputTag<>("scores", TypeInformation.of(AvailabilityScore.class));

  /** What one window brings to an operator. */
  private interface Feed<I> {
    List<I> elements(int window);

    List<Directive> directives(int window);
  }

  private static long end(int window) {
    return T0 + window * WINDOW;
  }

  /** Runs all windows; after {@code restoreAfter} of them on {@code after} new instances. */
  private static <K, I, O> List<O> run(
      Supplier<KeyedBroadcastProcessFunction<K, I, Directive, O>> function,
      KeySelector<I, K> key,
      TypeInformation<K> keyType,
      Feed<I> feed,
      int restoreAfter,
      int after)
      throws Exception {
    List<O> out = new ArrayList<>();
    List<KeyedBroadcastOperatorTestHarness<K, I, Directive, O>> instances =
        List.of(instance(function.get(), key, keyType, 1, 0));
    instances.get(0).open();
    for (int window = 1; window <= WINDOWS; window++) {
      if (window == restoreAfter) {
        instances = restored(instances.get(0), function, key, keyType, after, out);
      }
      for (var instance : instances) {
        for (Directive directive : feed.directives(window)) {
          instance.processBroadcastElement(directive, 0);
        }
      }
      for (I element : feed.elements(window)) {
        instances.get(owner(key.getKey(element), instances.size())).processElement(element, 0);
      }
      for (var instance : instances) {
        instance.processWatermark(new Watermark(Ticks.timer(end(window))));
        instance.processBroadcastWatermark(new Watermark(Ticks.timer(end(window))));
      }
    }
    for (var instance : instances) {
      out.addAll(instance.extractOutputValues());
      instance.close();
    }
    return out;
  }

  private static int owner(Object key, int instances) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, Shards.COUNT, instances);
  }

  private static <K, I, O> KeyedBroadcastOperatorTestHarness<K, I, Directive, O> instance(
      KeyedBroadcastProcessFunction<K, I, Directive, O> function,
      KeySelector<I, K> key,
      TypeInformation<K> keyType,
      int of,
      int index)
      throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(function, List.of(BROADCAST)),
        key,
        keyType,
        Shards.COUNT,
        of,
        index);
  }

  private static <K, I, O> List<KeyedBroadcastOperatorTestHarness<K, I, Directive, O>> restored(
      KeyedBroadcastOperatorTestHarness<K, I, Directive, O> before,
      Supplier<KeyedBroadcastProcessFunction<K, I, Directive, O>> function,
      KeySelector<I, K> key,
      TypeInformation<K> keyType,
      int instances,
      List<O> out)
      throws Exception {
    OperatorSubtaskState state = before.snapshot(1, 1);
    out.addAll(before.extractOutputValues());
    before.close();
    List<KeyedBroadcastOperatorTestHarness<K, I, Directive, O>> restored = new ArrayList<>();
    for (int index = 0; index < instances; index++) {
      var instance = instance(function.get(), key, keyType, instances, index);
      instance.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, Shards.COUNT, 1, instances, index));
      instance.open();
      restored.add(instance);
    }
    return restored;
  }

  /** Three sessions tell of four prefixes, take them back and tell of them again. */
  private static final class Routes implements Feed<RouteBatch> {
    @Override
    public List<RouteBatch> elements(int window) {
      if (window == 1 || window == OUTAGE_TO) {
        return batches(window, RouteOps.ANNOUNCE);
      }
      return window == OUTAGE_FROM ? batches(window, RouteOps.WITHDRAW) : List.of();
    }

    private static List<RouteBatch> batches(int window, int kind) {
      List<RouteBatch> batches = new ArrayList<>();
      for (int third = 176; third < 180; third++) {
        long prefix = Prefix.parse("175.45." + third + ".0/24");
        for (long session = 1; session <= 3; session++) {
          // The last session speaks a window ahead, so that something waits in state.
          long at = end(window) - 1_000_000 + (session == 3 ? WINDOW : 0);
          batches.add(
              new RouteBatch(
                  Shards.key(Shards.of(prefix)),
                  new long[] {session},
                  new long[] {64_500 + session},
                  new int[] {kind},
                  new long[] {at},
                  new long[] {1},
                  new long[] {prefix}));
        }
      }
      return batches;
    }

    @Override
    public List<Directive> directives(int window) {
      List<Directive> directives = new ArrayList<>();
      for (long session = 1; window == 3 && session <= 3; session++) {
        directives.add(
            Directive.of(
                new SessionStanding(
                    session,
                    64_500 + session,
                    end(window + 1),
                    Ballot.VOTES,
                    Long.MIN_VALUE,
                    0,
                    end(1),
                    end(1))));
      }
      return directives;
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 2", "4, 3", "76, 1", "76, 2", "91, 4"})
  void routesAreTrackedOn(int restoreAfter, int instances) throws Exception {
    CountryMapBuilder map = new CountryMapBuilder();
    map.addNetwork(IpAddress.parse("175.45.176.0"), 22, "KP");
    var countries = map.build("test");
    Supplier<KeyedBroadcastProcessFunction<Integer, RouteBatch, Directive, CountryChange>>
        function = () -> new TrackRoutes(WINDOW, countries);

    List<CountryChange> expected =
        run(function, RouteBatch::shard, Types.INT, new Routes(), WINDOWS + 1, 1);
    List<CountryChange> changes =
        run(function, RouteBatch::shard, Types.INT, new Routes(), restoreAfter, instances);

    assertThat(expected).as("unknown, visible, lost and visible again").hasSize(4 * 4);
    assertThat(sorted(changes)).isEqualTo(sorted(expected));
  }

  private static List<CountryChange> sorted(List<CountryChange> changes) {
    return changes.stream()
        .sorted(
            Comparator.comparingLong(CountryChange::windowEndMicros)
                .thenComparingLong(CountryChange::prefix))
        .toList();
  }

  /** All four blocks of a country, gone for a quarter of an hour; another country that stays. */
  private static final class Changes implements Feed<CountryChange> {
    @Override
    public List<CountryChange> elements(int window) {
      List<CountryChange> changes = new ArrayList<>();
      for (int third = 176; third < 180; third++) {
        long prefix = Prefix.parse("175.45." + third + ".0/24");
        if (window == 1) {
          changes.add(change("KP", prefix, window, Visibility.UNTRACKED, Visibility.VISIBLE));
          changes.add(change("MN", prefix, window, Visibility.UNTRACKED, Visibility.VISIBLE));
        } else if (window == OUTAGE_FROM) {
          changes.add(change("KP", prefix, window, Visibility.VISIBLE, Visibility.LOST));
        } else if (window == OUTAGE_TO) {
          changes.add(change("KP", prefix, window, Visibility.LOST, Visibility.VISIBLE));
        }
      }
      return changes;
    }

    private static CountryChange change(
        String country, long prefix, int window, Visibility before, Visibility after) {
      return new CountryChange(
          country, end(window), prefix, before, after, Prefix.firstBlock(prefix), 1);
    }

    @Override
    public List<Directive> directives(int window) {
      return window == 1 ? new Routes().directives(3) : List.of();
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "40, 2", "76, 1", "77, 2", "85, 3", "95, 1"})
  void anOutageOpenAcrossARestoreRecoversUnderTheSameId(int restoreAfter, int instances)
      throws Exception {
    Provenance provenance = new Provenance("test", RunMode.LIVE, "1", "test");
    Supplier<KeyedBroadcastProcessFunction<String, CountryChange, Directive, OutageEvent>>
        function = () -> new JudgeCountry(WINDOW, DetectionRules.defaults(), provenance, SCORES);

    List<OutageEvent> expected =
        run(function, CountryChange::country, Types.STRING, new Changes(), WINDOWS + 1, 1);
    List<OutageEvent> events =
        run(function, CountryChange::country, Types.STRING, new Changes(), restoreAfter, instances);

    assertThat(expected)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
    assertThat(events).isEqualTo(expected);
  }
}
