package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.SessionSummary.Transition;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Summaries add up in any order and grouping. */
class SessionSummaryProperties {
  private static final Session SESSION = Session.of("rrc06", "192.0.2.1", 1);
  private static final long END = 60_000_000;

  @Provide
  Arbitrary<BgpObservation> observations() {
    return Combinators.combine(
            Arbitraries.of(BgpEvent.class),
            Arbitraries.longs().between(0, 5).map(second -> second * 10_000_000),
            Arbitraries.longs().between(0, 2),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(1, 3))
        .as(SessionSummaryProperties::observation);
  }

  private static BgpObservation observation(
      BgpEvent kind, long at, long sequence, int announced, boolean endOfRib, long rib) {
    boolean ofRib = kind == BgpEvent.RIB_ROW || kind == BgpEvent.RIB_END;
    return new BgpObservation(
        kind,
        SESSION,
        at,
        sequence,
        new long[kind == BgpEvent.UPDATE ? announced : kind == BgpEvent.RIB_ROW ? 1 : 0],
        new long[0],
        BgpObservation.noPathIds(),
        BgpObservation.noPathIds(),
        0,
        kind == BgpEvent.UPDATE && endOfRib ? EndOfRib.UNSAID : EndOfRib.NONE,
        ofRib ? rib : 0,
        0);
  }

  private static SessionSummary summary(BgpObservation... observations) {
    SessionTally tally = new SessionTally(SESSION, END);
    for (BgpObservation observation : observations) {
      tally.add(observation);
    }
    return Objects.requireNonNull(tally.take());
  }

  @Property
  void additionCommutesAndAssociates(
      @ForAll("observations") BgpObservation a,
      @ForAll("observations") BgpObservation b,
      @ForAll("observations") BgpObservation c) {
    SessionSummary x = summary(a);
    SessionSummary y = summary(b);
    SessionSummary z = summary(c);
    assertThat(x.plus(y)).isEqualTo(y.plus(x));
    assertThat(x.plus(y).plus(z)).isEqualTo(x.plus(y.plus(z)));
  }

  @Property
  void theOrderOfManyDoesNotMatter(
      @ForAll List<@net.jqwik.api.From("observations") BgpObservation> all, @ForAll Random random) {
    List<SessionSummary> summaries =
        new ArrayList<>(all.stream().map(SessionSummaryProperties::summary).toList());
    var sum = summaries.stream().reduce(SessionSummary::plus);
    Collections.shuffle(summaries, random);
    assertThat(summaries.stream().reduce(SessionSummary::plus)).isEqualTo(sum);
    sum.ifPresent(s -> check(s, all));
  }

  /** Rows of dumps excepted: see {@link SessionTally}. */
  @Property
  void orderAndCopiesWithinAWindowDoNotMatter(
      @ForAll List<@net.jqwik.api.From("observations") BgpObservation> all, @ForAll Random random) {
    List<BgpObservation> live =
        new ArrayList<>(all.stream().filter(o -> o.kind() != BgpEvent.RIB_ROW).toList());
    SessionSummary once = tally(live);
    live.addAll(live.subList(0, live.size() / 2));
    Collections.shuffle(live, random);
    assertThat(tally(live)).isEqualTo(once);
  }

  private static SessionSummary tally(List<BgpObservation> all) {
    SessionTally tally = new SessionTally(SESSION, END);
    all.forEach(tally::add);
    return tally.take();
  }

  @Example
  void whatWasTakenIsNotCountedAgain() {
    BgpObservation update = observation(BgpEvent.UPDATE, 20, 5, 2, false, 0);
    SessionTally tally = new SessionTally(SESSION, END).add(update);
    assertThat(tally.take().ipv4().announced()).isEqualTo(2);
    assertThat(tally.take()).isNull();
    assertThat(tally.add(update).take()).isNull();
    BgpObservation next = observation(BgpEvent.UPDATE, 21, 6, 3, false, 0);
    assertThat(tally.add(update).add(next).take().ipv4().announced()).isEqualTo(3);
  }

  private static void check(SessionSummary sum, List<BgpObservation> all) {
    assertThat(sum.messages())
        .isEqualTo(count(all, BgpEvent.UPDATE, BgpEvent.HEARTBEAT, BgpEvent.PEER_UP));
    assertThat(sum.ipv4().announced() + sum.ipv6().announced())
        .isEqualTo(
            all.stream()
                .filter(o -> o.kind() == BgpEvent.UPDATE)
                .mapToInt(o -> o.announced().length)
                .sum());
    long alive = all.size() - count(all, BgpEvent.PEER_DOWN, BgpEvent.RIB_END);
    assertThat(sum.isAlive()).isEqualTo(alive > 0);
    assertThat(sum.transition() == Transition.NONE)
        .isEqualTo(count(all, BgpEvent.PEER_DOWN, BgpEvent.PEER_UP) == 0);
    assertThat(sum.dumpEndedMicros() != 0).isEqualTo(count(all, BgpEvent.RIB_END) > 0);
    assertThat(sum.ipv4().dumpRows() + sum.ipv6().dumpRows() > 0)
        .isEqualTo(count(all, BgpEvent.RIB_ROW) > 0);
  }

  private static int count(List<BgpObservation> all, BgpEvent... kinds) {
    return (int) all.stream().filter(o -> List.of(kinds).contains(o.kind())).count();
  }

  @Example
  void theLastTransitionIsTheOneThatCounts() {
    SessionSummary down = summary(observation(BgpEvent.PEER_DOWN, 20, 5, 0, false, 0));
    SessionSummary up = summary(observation(BgpEvent.PEER_UP, 20, 4, 0, false, 0));
    assertThat(down.plus(up).transition()).isEqualTo(Transition.DOWN);
    SessionSummary later = summary(observation(BgpEvent.PEER_UP, 21, 0, 0, false, 0));
    assertThat(down.plus(later).transition()).isEqualTo(Transition.UP);
    assertThat(down.plus(later).reset().atMicros()).isEqualTo(21);
  }
}
