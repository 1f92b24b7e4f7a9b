package io.nightlight.operator;

import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.Rejection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.util.OutputTag;

/** Splits BGP into route operations by shard and summaries by session. */
public final class SplitRoutes extends SplitInput<RouteBatch> {
  private static final long serialVersionUID = 2;

  /** So many sessions are known without being heard; more than there are is nobody's memory. */
  private static final int MOST_KNOWN = 1 << 13;

  private final OutputTag<SessionSummary> summaries;

  private transient RouteBatches batches;
  private transient Map<Long, Speaker> speakers;

  /** Of those who were forgotten. */
  private transient Deque<Integer> freeNumbers;

  /** Some of them by a part of their session's id, for a quick look. */
  private transient Speaker[] recent;

  /**
   * @param disorderMicros how much live input may be out of order
   */
  public SplitRoutes(
      long windowMicros,
      long disorderMicros,
      OutputTag<SessionSummary> summaries,
      OutputTag<InputHeard> heard,
      OutputTag<Rejection> rejections) {
    super(windowMicros, disorderMicros, heard, rejections);
    this.summaries = summaries;
  }

  @Override
  public void open() throws Exception {
    super.open();
    batches = new RouteBatches();
    speakers = new LinkedHashMap<>();
    freeNumbers = new ArrayDeque<>();
    recent = new Speaker[1024];
  }

  @Override
  void split(Arrival arrival, long windowEndMicros) {
    BgpObservation observation = Objects.requireNonNull(arrival.observation());
    counters().observed(observation);
    if (observation.session().id() == Session.FEED.id()) {
      return;
    }
    Speaker speaker = speaker(observation.session());
    speaker.tally(windowEndMicros).add(observation);
    int announcement =
        observation.kind() == BgpEvent.RIB_ROW ? RouteOps.RIB_ROW : RouteOps.ANNOUNCE;
    batches.turnTo(observation, speaker.number(), windowEndMicros / windowMicros());
    collect(RouteOps.WITHDRAW, observation.withdrawn(), observation.withdrawnPathIds());
    collect(announcement, observation.announced(), observation.announcedPathIds());
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
    Integer free = freeNumbers.poll();
    Speaker speaker = new Speaker(free == null ? speakers.size() : free, session);
    batches.introduce(speaker.number(), session);
    return speaker;
  }

  private void collect(int kind, long[] prefixes, int[] pathIds) {
    for (int i = 0; i < prefixes.length; i++) {
      if (pathIds.length == 0) {
        batches.add(kind, prefixes[i]);
      } else {
        batches.addOfOnePath(kind, prefixes[i], pathIds[i]);
      }
      if (batches.isFull()) {
        batches.takeAll(passedMicros(), this::send);
      }
    }
  }

  @Override
  void flushAll() {
    batches.takeAll(passedMicros(), this::send);
    for (Speaker speaker : speakers.values()) {
      speaker.take(summary -> aside(summaries, summary));
    }
  }

  @Override
  void forgetUntil(long windowEndMicros) {
    speakers.values().forEach(speaker -> speaker.forgetUntil(windowEndMicros));
    if (speakers.size() > MOST_KNOWN) {
      forgetTheSilent();
    }
  }

  /** Nothing of them waits: all batches have just left. Who speaks again is introduced anew. */
  private void forgetTheSilent() {
    speakers
        .values()
        .removeIf(
            speaker -> {
              if (speaker.isSilent()) {
                freeNumbers.add(speaker.number());
              }
              return speaker.isSilent();
            });
    recent = new Speaker[recent.length];
  }

  @Override
  RouteBatch wake(int shard, long windowEndMicros) {
    return RouteBatch.wake(Shards.key(shard), windowEndMicros);
  }
}
