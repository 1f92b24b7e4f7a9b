package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.EndOfRib;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens to a collector's sessions, each blindness is told once, under its own id. */
class SpellProperties {
  private static final Session[] PEERS = {Story.peer(1), Story.peer(2), Story.peer(3)};

  private enum Doing {
    TALK,
    MURMUR,
    ANNOUNCE,
    WITHDRAW,
    UP,
    DOWN,
    END_OF_RIB,
    DUMP,
    DUMP_WITHOUT_ROWS,
    /** Something that it said minutes ago. */
    LATE_WORD,
    LATE_LOSS,
    REST
  }

  /** What a peer does for so many minutes. */
  private record Act(int peer, Doing doing, int second, int minutes) {}

  @Provide
  Arbitrary<List<Act>> acts() {
    return Combinators.combine(
            Arbitraries.integers().between(0, PEERS.length - 1),
            Arbitraries.of(Doing.class),
            Arbitraries.of(0, 1, 30, 59),
            Arbitraries.of(1, 1, 2, 12))
        .as(Act::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 500)
  void eachSpellIsToldOnceAndOneAfterAnother(@ForAll("acts") List<Act> acts) {
    Story story = new Story().established(IpFamily.IPV4, 10, PEERS);
    List<MeasurementEvent> told = new ArrayList<>();
    for (Act act : acts) {
      for (int minute = 0; minute < act.minutes(); minute++) {
        play(story, act);
        story.tick().drafts().forEach(draft -> told.add(draft.event()));
      }
    }
    assertAlternates(told);
    assertThat(told).doesNotHaveDuplicates();
    assertThat(told.stream().filter(event -> event.kind() == Kind.DEGRADED))
        .extracting(MeasurementEvent::eventId)
        .doesNotHaveDuplicates();
  }

  private static void play(Story story, Act act) {
    Session peer = PEERS[act.peer()];
    int second = act.second();
    switch (act.doing()) {
      case TALK -> story.talk(peer);
      case MURMUR -> story.heartbeat(peer, second);
      case ANNOUNCE -> story.announce(peer, second, IpFamily.IPV4, 1 + 40 * second);
      case WITHDRAW -> story.withdraw(peer, second, IpFamily.IPV4, 1_000 + 40 * second);
      case UP -> story.up(peer, second);
      case DOWN -> story.down(peer, second);
      case END_OF_RIB -> story.endOfRib(peer, second, EndOfRib.UNSAID);
      case DUMP -> {
        long dump = story.now() + second * Story.SECOND;
        story.rows(peer, second, IpFamily.IPV4, 5, dump).dumpEnds(peer, second, dump);
      }
      case DUMP_WITHOUT_ROWS -> {
        long dump = story.now() + second * Story.SECOND;
        Session other = PEERS[(act.peer() + 1) % PEERS.length];
        story.rows(other, second, IpFamily.IPV4, 5, dump).dumpEnds(other, second, dump);
        story.dumpEnds(peer, second, dump);
      }
      case LATE_WORD -> story.endOfRib(peer, second - 180, EndOfRib.UNSAID);
      case LATE_LOSS -> story.down(peer, second - 180);
      case REST -> {}
    }
  }

  /** Of each scope a beginning, its end, the next beginning and so on, never going back. */
  private static void assertAlternates(List<MeasurementEvent> told) {
    Map<String, MeasurementEvent> last = new HashMap<>();
    for (MeasurementEvent event : told) {
      MeasurementEvent before = last.put(event.scope(), event);
      if (event.kind() == Kind.RESTORED) {
        assertThat(before).isNotNull();
        assertThat(before.kind()).isEqualTo(Kind.DEGRADED);
        assertThat(event.eventId()).isEqualTo(before.eventId());
        assertThat(event.endedAt()).isAfterOrEqualTo(event.startedAt());
      } else if (before != null) {
        assertThat(before.kind()).isEqualTo(Kind.RESTORED);
        assertThat(event.startedAt()).isAfterOrEqualTo(before.endedAt());
      }
    }
  }
}
