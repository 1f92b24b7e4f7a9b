package io.nightlight.operator;

import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.Rejection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Splits what arrived into route operations by shard, one summary per session and window, signs of
 * input, and refusals.
 *
 * <p>What is collected leaves when a batch is full, before each watermark and before each barrier:
 * so everything of a window is under way before its watermark, and no state is needed.
 */
public final class SplitRoutes extends AbstractStreamOperator<RouteBatch>
    implements OneInputStreamOperator<Arrival, RouteBatch>, BoundedOneInput {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final OutputTag<SessionSummary> summaries;
  private final OutputTag<InputHeard> heard;
  private final OutputTag<Rejection> rejections;

  private transient RouteBatches batches;
  private transient Map<Long, Speaker> speakers;

  /** Some of them by a part of their session's id, for a quick look. */
  private transient Speaker[] recent;

  private transient Map<Long, Long> latest;
  private transient Counters counters;
  private transient long passedMicros;

  /** The window heard of last, and its latest time. */
  private transient long hearingEnd;

  private transient long heardLast;

  public SplitRoutes(
      long windowMicros,
      OutputTag<SessionSummary> summaries,
      OutputTag<InputHeard> heard,
      OutputTag<Rejection> rejections) {
    this.windowMicros = windowMicros;
    this.summaries = summaries;
    this.heard = heard;
    this.rejections = rejections;
  }

  @Override
  public void open() {
    batches = new RouteBatches();
    speakers = new LinkedHashMap<>();
    recent = new Speaker[1024];
    hearingEnd = Long.MIN_VALUE;
    latest = new HashMap<>();
    counters = new Counters(getRuntimeContext());
    passedMicros = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<Arrival> element) {
    Rejection rejection = element.getValue().rejection();
    if (rejection != null) {
      counters.rejected(rejection.reason());
      output.collect(rejections, new StreamRecord<>(rejection));
      return;
    }
    BgpObservation observation = element.getValue().observation();
    counters.observed(observation);
    long at = observation.observedAtMicros();
    long windowEnd = Math.floorDiv(at, windowMicros) * windowMicros + windowMicros;
    hear(windowEnd, at);
    if (observation.session().id() == Session.FEED.id()) {
      return;
    }
    Speaker speaker = speaker(observation.session());
    speaker.tally(windowEnd).add(observation);
    int announcement =
        observation.kind() == BgpEvent.RIB_ROW ? RouteOps.RIB_ROW : RouteOps.ANNOUNCE;
    int number = speaker.number();
    collect(
        observation,
        number,
        RouteOps.WITHDRAW,
        observation.withdrawn(),
        observation.withdrawnPathIds());
    collect(
        observation, number, announcement, observation.announced(), observation.announcedPathIds());
  }

  private void hear(long windowEnd, long at) {
    if (windowEnd != hearingEnd) {
      noteHeard();
      hearingEnd = windowEnd;
      heardLast = latest.getOrDefault(windowEnd, Long.MIN_VALUE);
    }
    heardLast = Math.max(heardLast, at);
  }

  private void noteHeard() {
    if (hearingEnd != Long.MIN_VALUE) {
      latest.put(hearingEnd, heardLast);
    }
    hearingEnd = Long.MIN_VALUE;
  }

  private Speaker speaker(Session session) {
    int place = (int) session.id() & recent.length - 1;
    Speaker speaker = recent[place];
    if (speaker == null || speaker.sessionId() != session.id()) {
      speaker = speakers.computeIfAbsent(session.id(), id -> introduced(session));
      recent[place] = speaker;
    }
    return speaker;
  }

  private Speaker introduced(Session session) {
    Speaker speaker = new Speaker(speakers.size(), session);
    batches.introduce(speaker.number(), session);
    return speaker;
  }

  private void collect(
      BgpObservation observation, int speaker, int kind, long[] prefixes, int[] pathIds) {
    for (int i = 0; i < prefixes.length; i++) {
      int shard = Shards.of(prefixes[i]);
      if (pathIds.length == 0) {
        batches.add(shard, observation, speaker, kind, prefixes[i]);
      } else {
        batches.addOfOnePath(shard, observation, speaker, kind, prefixes[i], pathIds[i]);
      }
      if (batches.isFull(shard)) {
        output.collect(new StreamRecord<>(batches.take(shard, passedMicros)));
      }
    }
  }

  private void flush() {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (!batches.isEmpty(shard)) {
        output.collect(new StreamRecord<>(batches.take(shard, passedMicros)));
      }
    }
    for (Speaker speaker : speakers.values()) {
      speaker.take(summary -> output.collect(summaries, new StreamRecord<>(summary)));
    }
    noteHeard();
    latest.forEach(
        (windowEnd, at) ->
            output.collect(heard, new StreamRecord<>(new InputHeard(windowEnd, at))));
    latest.clear();
  }

  /** A shard that has no prefix yet has to know what is settled, too, to tell what comes late. */
  private void wakeShards(long windowEndMicros) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      output.collect(new StreamRecord<>(RouteBatch.wake(Shards.key(shard), windowEndMicros)));
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    long passed = Ticks.passedMicros(mark.getTimestamp());
    speakers.values().forEach(speaker -> speaker.forgetUntil(passed));
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      long lastWindowEnd = Math.floorDiv(passed, windowMicros) * windowMicros;
      if (passedMicros == Long.MIN_VALUE) {
        wakeShards(lastWindowEnd);
      }
      passedMicros = lastWindowEnd;
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }
}
