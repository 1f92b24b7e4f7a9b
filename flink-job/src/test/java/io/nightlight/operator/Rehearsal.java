package io.nightlight.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * Plays a script on one of the operators that hear directives, in one or several instances, killed
 * and restored where it is asked for.
 */
final class Rehearsal<K, I, O> {
  /** Makes the function anew for each instance. */
  interface Casting<K, I, O> {
    KeyedBroadcastProcessFunction<K, I, Directive, O> function();
  }

  private final Casting<K, I, O> casting;
  private final KeySelector<I, K> keys;
  private final TypeInformation<K> keyType;
  private final TypeInformation<O> outputType;
  private final List<OutputTag<?>> sides;
  private final List<Object> heard = new ArrayList<>();
  private List<KeyedBroadcastOperatorTestHarness<K, I, Directive, O>> instances;

  Rehearsal(
      Casting<K, I, O> casting,
      KeySelector<I, K> keys,
      TypeInformation<K> keyType,
      TypeInformation<O> outputType,
      OutputTag<?>... sides)
      throws Exception {
    this.casting = casting;
    this.keys = keys;
    this.keyType = keyType;
    this.outputType = outputType;
    this.sides = List.of(sides);
    instances = List.of(instance(1, 0));
    instances.get(0).open();
  }

  private KeyedBroadcastOperatorTestHarness<K, I, Directive, O> instance(int of, int index)
      throws Exception {
    var operator =
        new CoBroadcastWithKeyedOperator<>(casting.function(), List.of(Directives.all()));
    var harness =
        new KeyedBroadcastOperatorTestHarness<>(operator, keys, keyType, Shards.COUNT, of, index);
    harness.setup(outputType.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  Rehearsal<K, I, O> tell(I element) throws Exception {
    int group =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            keys.getKey(element), Shards.COUNT, instances.size());
    instances.get(group).processElement(new StreamRecord<>(element));
    return this;
  }

  Rehearsal<K, I, O> direct(Directive directive) throws Exception {
    for (var instance : instances) {
      instance.processBroadcastElement(new StreamRecord<>(directive));
    }
    return this;
  }

  /** All windows that end by then are closed. */
  Rehearsal<K, I, O> pass(long windowEndMicros) throws Exception {
    return watermark(new Watermark(Ticks.timer(windowEndMicros)));
  }

  Rehearsal<K, I, O> end(long lastWindowEndMicros) throws Exception {
    direct(Directive.end(lastWindowEndMicros));
    return watermark(Watermark.MAX_WATERMARK);
  }

  private Rehearsal<K, I, O> watermark(Watermark mark) throws Exception {
    for (var instance : instances) {
      instance.processWatermark(mark);
      instance.processBroadcastWatermark(mark);
    }
    return this;
  }

  /** Takes a snapshot, kills all instances and goes on with as many as that. */
  Rehearsal<K, I, O> restore(int parallelism) throws Exception {
    collect();
    List<OperatorSubtaskState> parts = new ArrayList<>();
    for (var instance : instances) {
      parts.add(instance.snapshot(1, 1));
      instance.close();
    }
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            parts.toArray(OperatorSubtaskState[]::new));
    List<KeyedBroadcastOperatorTestHarness<K, I, Directive, O>> next = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      var instance = instance(parallelism, i);
      instance.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, Shards.COUNT, instances.size(), parallelism, i));
      instance.open();
      next.add(instance);
    }
    instances = next;
    return this;
  }

  int timers() {
    return instances.stream().mapToInt(instance -> instance.numEventTimeTimers()).sum();
  }

  /** How large a checkpoint of all instances is. */
  int stateBytes() throws Exception {
    long bytes = 0;
    for (var instance : instances) {
      bytes += instance.snapshot(1, 1).getStateSize();
    }
    return (int) bytes;
  }

  /** For how many sessions and families something is on file. */
  int filed() throws Exception {
    int filed = 0;
    for (var instance : instances) {
      var backend = instance.getOperator().getOperatorStateBackend();
      for (var known : backend.getBroadcastState(Directives.SESSIONS.state()).immutableEntries()) {
        filed += known.getValue().isEmpty() ? 0 : 1;
      }
    }
    return filed;
  }

  /** What came out since the last call, without watermarks. */
  List<Object> hear() {
    collect();
    List<Object> since = new ArrayList<>(heard);
    heard.clear();
    return since;
  }

  /** What came out since the last call, of one kind. */
  <T> List<T> hear(Class<T> kind) {
    return hear().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * Records and watermarks of the main output as they came, each record as its class's name: what
   * matters is what is before what.
   */
  List<String> order() {
    return instances.get(0).getOutput().stream()
        .map(
            element ->
                element instanceof StreamRecord<?> record
                    ? record.getValue().getClass().getSimpleName()
                    : element.toString())
        .toList();
  }

  private void collect() {
    for (var instance : instances) {
      for (Object element : instance.getOutput()) {
        if (element instanceof StreamRecord<?> record) {
          heard.add(record.getValue());
        }
      }
      instance.getOutput().clear();
      for (OutputTag<?> side : sides) {
        var records = instance.getSideOutput(side);
        if (records != null) {
          records.forEach(record -> heard.add(record.getValue()));
          records.clear();
        }
      }
    }
  }

  /** The same texts, however the instances took turns. */
  static Map<String, Integer> counted(List<?> all) {
    Map<String, Integer> counts = new TreeMap<>();
    all.forEach(one -> counts.merge(one.toString(), 1, Integer::sum));
    return counts;
  }
}
