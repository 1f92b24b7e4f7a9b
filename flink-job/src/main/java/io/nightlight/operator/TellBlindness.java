package io.nightlight.operator;

import io.nightlight.domain.availability.WeakenedVerdicts;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.routes.MemberCensus;
import io.nightlight.domain.routes.ShardMembers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells of the detector's own blindness, once where it begins and once where it ends, with the
 * countries whose verdicts it weakens; what does not matter is left out. Keyed by one key for all.
 *
 * <p>What is drafted in a window is completed with what the shards told up to that window, when all
 * of both has come. A spell keeps the countries that it was told with.
 */
public final class TellBlindness
    extends KeyedCoProcessFunction<String, MeasurementDraft, ShardMembers, MeasurementEvent> {
  private static final long serialVersionUID = 1;

  /** The one key. */
  public static final String ALL = "all";

  /** In a window; the end of a scope's spell stands before the beginning of its next. */
  private static final Comparator<MeasurementDraft> ORDER =
      Comparator.comparing(
              MeasurementDraft::event, Comparator.comparing(MeasurementEvent::scopeKind))
          .thenComparing(draft -> draft.event().scope())
          .thenComparing(draft -> draft.event().startedAt())
          .thenComparing(draft -> draft.event().kind())
          .thenComparing(draft -> draft.event().eventId());

  private final int leastMemberships;

  private transient ValueState<MemberCensus> census;
  private transient MapState<Long, List<MeasurementDraft>> drafts;
  private transient MapState<Long, List<ShardMembers>> members;
  private transient MapState<String, List<String>> told;

  /**
   * @param leastMemberships a session's blindness is told if it is a member of so many prefixes
   */
  public TellBlindness(int leastMemberships) {
    this.leastMemberships = leastMemberships;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    census = runtime.getState(new ValueStateDescriptor<>("census", new MemberCensusSerializer()));
    drafts =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "drafts", Types.LONG, Types.LIST(TypeInformation.of(MeasurementDraft.class))));
    members =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "members", Types.LONG, Types.LIST(TypeInformation.of(ShardMembers.class))));
    told =
        runtime.getMapState(
            new MapStateDescriptor<>("told", Types.STRING, Types.LIST(Types.STRING)));
  }

  @Override
  public void processElement1(
      MeasurementDraft draft, Context context, Collector<MeasurementEvent> out) throws Exception {
    long windowEnd = Micros.of(draft.event().detectedAt());
    hold(drafts, windowEnd, draft, context.timerService());
  }

  @Override
  public void processElement2(ShardMembers told, Context context, Collector<MeasurementEvent> out)
      throws Exception {
    hold(members, told.windowEndMicros(), told, context.timerService());
  }

  private static <T> void hold(
      MapState<Long, List<T>> waiting, long windowEnd, T element, TimerService timers)
      throws Exception {
    HeldLists.add(waiting, windowEnd, element);
    timers.registerEventTimeTimer(Ticks.timer(windowEnd));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<MeasurementEvent> out)
      throws Exception {
    long windowEnd = Ticks.windowEndMicros(timestamp);
    MemberCensus now = census.value() == null ? new MemberCensus() : census.value();
    List<ShardMembers> news = members.get(windowEnd);
    if (news != null) {
      news.forEach(now::note);
      census.update(now);
      members.remove(windowEnd);
    }
    List<MeasurementDraft> due = drafts.get(windowEnd);
    if (due != null) {
      drafts.remove(windowEnd);
      WeakenedVerdicts verdicts = new WeakenedVerdicts(now, leastMemberships);
      for (MeasurementDraft draft : due.stream().sorted(ORDER).toList()) {
        tell(draft, verdicts, out);
      }
    }
  }

  private void tell(
      MeasurementDraft draft, WeakenedVerdicts verdicts, Collector<MeasurementEvent> out)
      throws Exception {
    MeasurementEvent event = draft.event();
    if (event.kind() == Kind.DEGRADED && verdicts.matter(draft)) {
      told.put(event.eventId(), new ArrayList<>(verdicts.countries(draft)));
      out.collect(event.withAffectedCountries(told.get(event.eventId())));
    } else if (event.kind() == Kind.RESTORED && told.contains(event.eventId())) {
      out.collect(event.withAffectedCountries(told.get(event.eventId())));
      told.remove(event.eventId());
    }
  }
}
