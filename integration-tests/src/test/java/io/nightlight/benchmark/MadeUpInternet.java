package io.nightlight.benchmark;

import io.nightlight.domain.geo.CountryMap;
import java.util.List;
import java.util.SplittableRandom;

/** The whole stream of one size: tables first, then updates, in the order of time. */
final class MadeUpInternet {
  private final Sizes sizes;
  private final PrefixTable table;
  private final List<Feed> feeds;
  private final SplittableRandom random;
  private final String outage;

  MadeUpInternet(Sizes sizes, CountryMap map) {
    this.sizes = sizes;
    random = new SplittableRandom(sizes.seed());
    table = PrefixCarver.carve(map, sizes.prefixes(), random);
    feeds = Feed.all(sizes.sessions());
    outage = CountryOutage.country(table);
  }

  /** For one call: the dice roll on. */
  void tellTables(Message.Sink out) {
    TableTransfer.tell(table, feeds, random.split(), out);
  }

  /** Likewise, after the tables. */
  void tellUpdates(Message.Sink out) {
    new UpdateStream(table, feeds, sizes, outage, random.split()).tell(out);
  }

  PrefixTable table() {
    return table;
  }

  List<Feed> feeds() {
    return feeds;
  }

  /** The country that has the outage, where there is one. */
  String outage() {
    return outage;
  }
}
