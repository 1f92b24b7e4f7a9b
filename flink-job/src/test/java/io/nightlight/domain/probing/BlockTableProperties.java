package io.nightlight.domain.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.operator.BlockTableSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Random histories: against the plain rules, and told in other orders. */
class BlockTableProperties {
  private static final BlockTableSerializer SERIALIZER = new BlockTableSerializer();
  private static final long MINUTE = Probes.MINUTE;
  private static final ProbingRules RULES = ProbingRules.defaults();

  /** What is seen up to the end of a window, and who is not to be believed there. */
  private record Window(
      long endMicros, List<ProbeObservation> results, PlainBeliefs.Standings standings) {
    private VantageStandings forTable() {
      return new VantageStandings() {
        @Override
        public boolean isBlind(long vantageId) {
          return standings.blind().test(vantageId);
        }

        @Override
        public boolean isCutOff(long vantageId, long block) {
          return standings.cutOff().test(vantageId);
        }
      };
    }
  }

  private static List<Window> story(long seed, int hosts) {
    SplittableRandom random = new SplittableRandom(seed);
    long end = Probes.T0 + random.nextInt(2) * (Probes.DAY - 30 * MINUTE);
    List<Window> windows = new ArrayList<>();
    int count = 10 + random.nextInt(60);
    double answering = random.nextDouble();
    for (int i = 0; i < count; i++) {
      long length = MINUTE;
      if (random.nextInt(15) == 0) {
        length = MINUTE * (1 + random.nextInt(random.nextInt(4) == 0 ? 70_000 : 60));
      }
      answering = random.nextInt(8) == 0 ? random.nextDouble() : answering;
      end += length;
      List<ProbeObservation> results = new ArrayList<>();
      for (int n = random.nextInt(random.nextInt(4) == 0 ? 60 : 8); n > 0; n--) {
        results.add(result(random, end - 1 - random.nextLong(MINUTE), hosts, answering));
      }
      windows.add(new Window(end, results, standings(random)));
    }
    return windows;
  }

  private static ProbeObservation result(
      SplittableRandom random, long time, int hosts, double answering) {
    int number = random.nextInt(7);
    long block =
        number < 5
            ? Prefix.ipv4((175 << 24) + (number << 8), 24)
            : Prefix.ipv6(0x2001_0DB8_0000L + number, 48);
    boolean answers = random.nextDouble() < answering;
    int most = random.nextInt(10) == 0 ? 20_000 : 4;
    return new ProbeObservation(
        Probes.vantage(random.nextInt(4)),
        random.nextInt(3) == 0 ? time / 10_000_000 * 10_000_000 : time,
        new Target(block, random.nextInt(hosts)),
        ProbeMethod.values()[random.nextInt(2)],
        answers ? random.nextInt(most) : 0,
        random.nextInt(most),
        random.nextInt(2));
  }

  private static PlainBeliefs.Standings standings(SplittableRandom random) {
    int blind = random.nextInt(8);
    int cutOff = random.nextInt(5);
    return new PlainBeliefs.Standings(
        id -> id == Probes.vantage(blind).id(), id -> id == Probes.vantage(cutOff).id());
  }

  @Property(tries = 500)
  void saysWhatThePlainRulesSay(@ForAll long seed) {
    BlockTable table = new BlockTable(MINUTE);
    PlainBeliefs plain = new PlainBeliefs(RULES);
    for (Window window : story(seed, 16)) {
      for (ProbeObservation result : window.results()) {
        plain.accept(result);
        table.accept(batch(List.of(result)));
      }
      assertThat(settle(table, window))
          .containsExactlyInAnyOrderElementsOf(
              plain.settle(window.endMicros() / MINUTE, window.standings()));
      assertThat(text(table)).isEqualTo(plain.text());
    }
  }

  /** In any order, early by windows, several times, and restored and copied now and then. */
  @Property(tries = 400)
  void theOrderOfArrivalTheCopiesAndTheRestoresDoNotMatter(@ForAll long seed) {
    List<Window> story = story(seed, 200);
    SplittableRandom random = new SplittableRandom(~seed);
    List<List<ProbeObservation>> delivery = new ArrayList<>();
    story.forEach(window -> delivery.add(new ArrayList<>()));
    for (int i = 0; i < story.size(); i++) {
      for (ProbeObservation result : story.get(i).results()) {
        for (int copies = random.nextInt(4) == 0 ? 3 : 1; copies > 0; copies--) {
          List<ProbeObservation> there =
              delivery.get(Math.max(0, i - random.nextInt(3) * random.nextInt(3)));
          there.add(random.nextInt(there.size() + 1), result);
        }
      }
    }
    BlockTable calm = new BlockTable(MINUTE);
    BlockTable disturbed = new BlockTable(MINUTE);
    for (int i = 0; i < story.size(); i++) {
      calm.accept(batch(story.get(i).results()));
      for (ProbeObservation result : delivery.get(i)) {
        disturbed.accept(batch(List.of(result)));
        disturbed = perhapsAnother(disturbed, random);
      }
      assertThat(settle(disturbed, story.get(i))).isEqualTo(settle(calm, story.get(i)));
      disturbed = perhapsAnother(disturbed, random);
      assertThat(rows(disturbed)).isEqualTo(rows(calm));
    }
  }

  @Property(tries = 200)
  void aCopyGoesItsOwnWay(@ForAll long seed) {
    List<Window> story = story(seed, 200);
    BlockTable alone = new BlockTable(MINUTE);
    BlockTable copied = new BlockTable(MINUTE);
    for (Window window : story) {
      alone.accept(batch(window.results()));
      List<ProbeObservation> half = window.results().subList(0, window.results().size() / 2);
      copied.accept(batch(half));
      BlockTable copy = copied.copy();
      copied.accept(batch(window.results()));
      copy.accept(batch(story.get(0).results()));
      copy.accept(batch(window.results()));
      List<String> expected = settle(alone, window);
      assertThat(settle(copy, window)).isEqualTo(expected);
      settle(copy, new Window(window.endMicros() + 41 * Probes.DAY, List.of(), window.standings()));
      assertThat(settle(copied, window)).isEqualTo(expected);
      assertThat(rows(copied)).isEqualTo(rows(alone));
    }
  }

  @Property(tries = 200)
  void oneMoreReplyNeverLowersABeliefAndOneMoreSilenceNeverRaisesIt(@ForAll long seed) {
    List<Window> story = story(seed, 40);
    SplittableRandom random = new SplittableRandom(~seed);
    BlockTable table = new BlockTable(MINUTE);
    for (Window window : story) {
      table.accept(batch(window.results()));
      ProbeObservation any = result(random, window.endMicros() - 1, 40, 1);
      BlockTable withReply = table.copy();
      withReply.accept(batch(List.of(with(any, 1, 0))));
      BlockTable withSilence = table.copy();
      withSilence.accept(batch(List.of(with(any, 0, 1))));
      settle(table, window);
      settle(withReply, window);
      settle(withSilence, window);
      long block = any.target().block();
      assertThat(belief(withReply, block)).isGreaterThanOrEqualTo(belief(table, block));
      assertThat(belief(withSilence, block)).isLessThanOrEqualTo(belief(table, block));
    }
  }

  private static ProbeObservation with(ProbeObservation result, int replies, int silences) {
    return new ProbeObservation(
        result.vantage(),
        result.observedAtMicros(),
        result.target(),
        ProbeMethod.HTTP,
        replies,
        silences,
        0);
  }

  private static int belief(BlockTable table, long block) {
    BlockRows rows = table.rows(IpFamily.of(block));
    int row = rows.find(Prefix.firstBlock(block));
    if (row < 0) {
      return -Belief.HIGHEST;
    }
    boolean isKnown = rows.age(row, table.settledUntilMicros() / MINUTE) <= RULES.knownMinutes();
    return isKnown ? rows.belief(row) : Belief.UNDECIDED;
  }

  private static BlockBatch batch(List<ProbeObservation> results) {
    BlockBatchBuilder builder = new BlockBatchBuilder(0);
    results.forEach(builder::add);
    return builder.take(Long.MIN_VALUE);
  }

  private static List<String> settle(BlockTable table, Window window) {
    List<String> changes = new ArrayList<>();
    int noRoom =
        table.settle(
            window.endMicros(),
            RULES,
            window.forTable(),
            change ->
                changes.add(
                    Prefix.format(change.block()) + " " + change.before() + ">" + change.after()));
    assertThat(noRoom).isZero();
    return changes;
  }

  private static BlockTable perhapsAnother(BlockTable table, SplittableRandom random) {
    int dice = random.nextInt(16);
    if (dice > 1) {
      return table;
    }
    if (dice == 1) {
      return table.copy();
    }
    try {
      DataOutputSerializer bytes = new DataOutputSerializer(256);
      SERIALIZER.serialize(table, bytes);
      return SERIALIZER.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that is kept of the blocks. */
  private static String rows(BlockTable table) {
    StringBuilder text = new StringBuilder();
    for (IpFamily family : IpFamily.values()) {
      BlockRows.Columns rows = table.rows(family).columns();
      text.append(Arrays.toString(rows.keys()))
          .append(Arrays.toString(rows.tops()))
          .append(Arrays.toString(rows.beliefs()))
          .append(Arrays.toString(rows.counts()))
          .append(Arrays.toString(rows.learnedAt()))
          .append(Arrays.toString(rows.reachedAt()))
          .append(Arrays.toString(rows.responders()));
    }
    return text.toString();
  }

  /** What is believed, as the plain rules tell it. */
  private static String text(BlockTable table) {
    TreeMap<Long, String> text = new TreeMap<>();
    for (IpFamily family : IpFamily.values()) {
      BlockRows rows = table.rows(family);
      for (int row = 0; row < rows.size(); row++) {
        text.put(
            rows.block(row),
            Prefix.format(rows.block(row))
                + " "
                + rows.state(row)
                + " "
                + rows.belief(row)
                + " "
                + (rows.counts(row) >>> 8)
                + "/"
                + (rows.counts(row) & 0xFF)
                + "\n");
      }
    }
    return String.join("", text.values());
  }
}
