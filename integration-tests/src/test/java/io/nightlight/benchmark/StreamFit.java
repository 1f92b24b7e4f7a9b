package io.nightlight.benchmark;

import io.nightlight.domain.net.Prefix;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How the made-up stream compares with recorded ones (performance.md 1.2). */
final class StreamFit {
  private static final String HEAD =
      "%-24s %9s %8s %9s %7s %6s %7s %7s %9s %10s%n"
          .formatted(
              "",
              "pfx/upd",
              "single",
              "withdrawn",
              "v6 ops",
              "path",
              "B/rec",
              "top 1%",
              "repeated",
              "no change");

  /** Of recordings, counted with bgpdump; bytes there are of MRT, here of Avro. */
  private static final String RECORDED =
      """
      RouteViews Feb 2026           2.41   76.1 %     6.4 %     0 %   5.67   132.6  25.5 %      80 %     87.2 %
      RIS Jan 2019                  3.00   65.6 %     1.6 %   6.2 %   5.85   131.1  16.4 %      83 %     97.3 %
      rrc20 Feb 2018                2.58   69.2 %     6.2 %  27.4 %   5.66   147.0  14.1 %      76 %     88.1 %
      RIS 2017                      2.97   64.2 %     8.5 %  17.8 %   5.45   127.7  17.0 %      67 %     87.5 %
      RIS 2016                      2.39   72.8 %     4.7 %  16.7 %   5.31   140.7  11.7 %      60 %     89.1 %
      table transfer 2015           6.44   49.6 %       0 %     0 %   2.99   150.7       -       0 %          -
      """;

  private final Map<Long, Integer> places = new HashMap<>();
  private final BitSet[] has;
  private final Phase tables = new Phase();
  private final Phase updates = new Phase();
  private Phase now = tables;

  StreamFit(PrefixTable table, int feeds) {
    for (int place = 0; place < table.size(); place++) {
      places.put(table.prefix(place), place);
    }
    has = new BitSet[feeds];
    Arrays.setAll(has, i -> new BitSet(table.size()));
    updates.touched = new BitSet[feeds];
    Arrays.setAll(updates.touched, i -> new BitSet());
    updates.operations = new int[table.size()];
  }

  private static final class Phase {
    private long messages;
    private long single;
    private long announced;
    private long withdrawn;
    private long ipv6;
    private long bytes;
    private long hops;
    private long paths;
    private long repeated;
    private long idle;
    private BitSet[] touched = {};
    private int[] operations = {};
  }

  /** The tables are told; what follows is counted apart. */
  void beginUpdates() {
    now = updates;
  }

  void note(Message message, int bytes) {
    int prefixes = message.announced().length + message.withdrawn().length;
    if (prefixes == 0) {
      return;
    }
    now.messages++;
    now.single += prefixes == 1 ? 1 : 0;
    now.announced += message.announced().length;
    now.withdrawn += message.withdrawn().length;
    now.bytes += bytes;
    now.hops += message.path().length;
    now.paths += message.path().length == 0 ? 0 : 1;
    for (long prefix : message.withdrawn()) {
      note(message.feed(), prefix, false);
    }
    for (long prefix : message.announced()) {
      note(message.feed(), prefix, true);
    }
  }

  private void note(Feed feed, long prefix, boolean announced) {
    int place = places.get(prefix);
    now.ipv6 += Prefix.isIpv6(prefix) ? 1 : 0;
    if (now == updates) {
      now.operations[place]++;
      BitSet touched = now.touched[feed.number()];
      if (touched.get(place)) {
        now.repeated++;
        now.idle += has[feed.number()].get(place) == announced ? 1 : 0;
      }
      touched.set(place);
    }
    has[feed.number()].set(place, announced);
  }

  /** How many routes there are at the end, over all sessions. */
  long routes() {
    return Arrays.stream(has).mapToLong(BitSet::cardinality).sum();
  }

  /** The stream's figures above those of recordings. */
  String text() {
    return HEAD + line("made up: tables", tables) + line("made up: updates", updates) + RECORDED;
  }

  private static String line(String name, Phase phase) {
    double operations = phase.announced + phase.withdrawn;
    return String.format(
        Locale.ROOT,
        "%-24s %9.2f %6.1f %% %7.1f %% %5.1f %% %6.2f %7.1f %5.1f %% %7.0f %% %8.1f %%%n",
        name,
        operations / phase.messages,
        100.0 * phase.single / phase.messages,
        100 * phase.withdrawn / operations,
        100 * phase.ipv6 / operations,
        (double) phase.hops / phase.paths,
        (double) phase.bytes / phase.messages,
        100 * busiest(phase),
        100 * phase.repeated / operations,
        phase.repeated == 0 ? 0 : 100.0 * phase.idle / phase.repeated);
  }

  /** The share of the operations that the busiest hundredth of the touched prefixes has. */
  private static double busiest(Phase phase) {
    int[] touched = Arrays.stream(phase.operations).filter(count -> count > 0).sorted().toArray();
    long all = Arrays.stream(touched).asLongStream().sum();
    long most =
        Arrays.stream(touched).skip(touched.length - touched.length / 100).asLongStream().sum();
    return all == 0 ? 0 : (double) most / all;
  }
}
