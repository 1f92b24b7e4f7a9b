package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.routes.RouteStory.Op;
import io.nightlight.domain.routes.RouteStory.Window;
import io.nightlight.operator.RouteTableSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Random histories: against the plain rules, and told in other orders. */
class RouteStoryProperties {
  private static final RouteTableSerializer SERIALIZER = new RouteTableSerializer();

  /** How a history reaches the table: before which window's end each operation comes. */
  private record Delivery(List<List<Op>> byWindow, SplittableRandom restores) {

    static Delivery asTold(RouteStory story) {
      return new Delivery(story.windows().stream().map(Window::ops).toList(), null);
    }

    /** In any order, some early by windows, some twice; the table is restored now and then. */
    static Delivery disturbed(RouteStory story, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      List<List<Op>> byWindow = empty(story);
      for (int i = 0; i < story.windows().size(); i++) {
        for (Op op : story.windows().get(i).ops()) {
          for (int copies = random.nextInt(4) == 0 ? 2 : 1; copies > 0; copies--) {
            int early = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
            List<Op> there = byWindow.get(windowBefore(story, i, early));
            there.add(random.nextInt(there.size() + 1), op);
          }
        }
      }
      return new Delivery(byWindow, random);
    }

    /** So many windows earlier, but not before a gap of the input. */
    private static int windowBefore(RouteStory story, int window, int early) {
      int at = window;
      while (at > 0
          && window - at < early
          && story.windows().get(at).endMicros() - story.windows().get(at - 1).endMicros()
              == RouteStory.WINDOW) {
        at--;
      }
      return at;
    }

    /** Some come after their window was settled; a dump's rows come in time. */
    static Delivery late(RouteStory story, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      List<List<Op>> byWindow = empty(story);
      for (int i = 0; i < story.windows().size(); i++) {
        for (Op op : story.windows().get(i).ops()) {
          boolean mayBeLate = op.kind() != RouteOps.RIB_ROW && random.nextInt(5) == 0;
          int late = mayBeLate ? random.nextInt(3) : 0;
          byWindow.get(Math.min(byWindow.size() - 1, i + late)).add(op);
        }
      }
      return new Delivery(byWindow, random);
    }

    private static List<List<Op>> empty(RouteStory story) {
      List<List<Op>> byWindow = new ArrayList<>();
      story.windows().forEach(window -> byWindow.add(new ArrayList<>()));
      return byWindow;
    }
  }

  @Property(tries = 600)
  void saysWhatThePlainRulesSay(@ForAll long seed) {
    RouteStory story = RouteStory.random(seed);
    assertThat(told(story, Delivery.asTold(story)))
        .isEqualTo(plainlyTold(story, Delivery.asTold(story)));
  }

  @Property(tries = 600)
  void lateOperationsCountInTheOpenWindow(@ForAll long seed) {
    RouteStory story = RouteStory.random(seed);
    Delivery delivery = Delivery.late(story, seed);
    assertThat(told(story, delivery)).isEqualTo(plainlyTold(story, delivery));
  }

  @Property(tries = 400)
  void theOrderOfArrivalTheCopiesAndTheRestoresDoNotMatter(@ForAll long seed) {
    RouteStory story = RouteStory.random(seed);
    assertThat(told(story, Delivery.disturbed(story, seed)))
        .isEqualTo(told(story, Delivery.asTold(story)));
  }

  @Property(tries = 100)
  void aCopyGoesItsOwnWay(@ForAll long seed) {
    RouteStory story = RouteStory.random(seed);
    List<Map<String, String>> expected = told(story, Delivery.asTold(story));
    RouteShard table = new RouteShard(RouteStory.WINDOW);
    for (int i = 0; i < story.windows().size(); i++) {
      Window window = story.windows().get(i);
      window.ops().forEach(op -> table.accept(op.batch()));
      RouteShard copy = SERIALIZER.copy(table);
      assertThat(settle(copy, window)).isEqualTo(expected.get(i));
      copy.settle(window.endMicros() + 41 * 86_400_000_000L, id -> null, change -> {});
      assertThat(settle(table, window)).isEqualTo(expected.get(i));
    }
  }

  private static List<Map<String, String>> told(RouteStory story, Delivery delivery) {
    RouteShard table = new RouteShard(RouteStory.WINDOW);
    List<Map<String, String>> told = new ArrayList<>();
    for (int i = 0; i < story.windows().size(); i++) {
      for (Op op : delivery.byWindow.get(i)) {
        table.accept(op.batch());
        table = perhapsRestored(table, delivery.restores);
      }
      told.add(settle(table, story.windows().get(i)));
      table = perhapsRestored(table, delivery.restores);
    }
    return told;
  }

  private static List<Map<String, String>> plainlyTold(RouteStory story, Delivery delivery) {
    Map<IpFamily, PlainTable> tables = new EnumMap<>(IpFamily.class);
    for (IpFamily family : IpFamily.values()) {
      tables.put(family, new PlainTable());
    }
    List<Map<String, String>> told = new ArrayList<>();
    for (int i = 0; i < story.windows().size(); i++) {
      delivery.byWindow.get(i).forEach(op -> tables.get(IpFamily.of(op.prefix())).accept(op));
      Window window = story.windows().get(i);
      Map<String, String> changes = new TreeMap<>();
      for (PlainTable table : tables.values()) {
        table
            .settle(window.endMicros(), window.standings())
            .forEach((prefix, change) -> changes.put(Prefix.format(prefix), change));
      }
      told.add(changes);
    }
    return told;
  }

  private static Map<String, String> settle(RouteShard table, Window window) {
    Map<String, String> changes = new TreeMap<>();
    table.settle(
        window.endMicros(),
        key -> {
          SessionStanding standing = window.standings().get(key);
          return standing != null ? standing : ipv6(window.standings().get(~key));
        },
        change -> {
          assertThat(change.onlyConfirms()).as("there is one collector").isFalse();
          String what = change.before() + ">" + change.after() + " AS" + change.originAsn();
          assertThat(changes.put(Prefix.format(change.prefix()), what)).as("told once").isNull();
        });
    return changes;
  }

  private static SessionStanding ipv6(SessionStanding is) {
    return is == null
        ? null
        : new SessionStanding(
            is.sessionId(),
            IpFamily.IPV6,
            is.peerAsn(),
            is.effectiveAtMicros(),
            is.ballot(),
            is.resetAtMicros(),
            is.resetSequence(),
            is.ribStartedAtMicros(),
            is.ribEndedMicros(),
            0,
            SessionStanding.SEES);
  }

  private static RouteShard perhapsRestored(RouteShard table, SplittableRandom random) {
    if (random == null || random.nextInt(8) > 0) {
      return table;
    }
    try {
      DataOutputSerializer bytes = new DataOutputSerializer(256);
      SERIALIZER.serialize(table, bytes);
      return SERIALIZER.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
