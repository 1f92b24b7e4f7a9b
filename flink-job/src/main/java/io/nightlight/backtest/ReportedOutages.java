package io.nightlight.backtest;

import io.nightlight.backtest.ReportedOutage.Outcome;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Revisions of events on their way to what was reported in the end. Of an event the highest
 * revision holds; it was first told when its lowest was. They may come in any order and more than
 * once.
 */
public final class ReportedOutages {
  private record Span(OutageEvent lowest, OutageEvent highest) {
    Span with(OutageEvent event) {
      return new Span(
          event.revision() < lowest.revision() ? event : lowest,
          event.revision() > highest.revision() ? event : highest);
    }
  }

  private final SortedMap<String, Span> byId = new TreeMap<>();
  private final SortedSet<String> rulesVersions = new TreeSet<>();

  public ReportedOutages() {}

  public void add(OutageEvent event) {
    rulesVersions.add(event.rulesVersion());
    byId.merge(event.eventId(), new Span(event, event), (span, one) -> span.with(event));
  }

  /** One for each eventId, by country and start. */
  public List<ReportedOutage> list() {
    return byId.values().stream()
        .map(span -> reported(span))
        .sorted(
            Comparator.comparing(ReportedOutage::country)
                .thenComparing(ReportedOutage::startedAt)
                .thenComparing(ReportedOutage::eventId))
        .toList();
  }

  /** How many events lack revision 0: they were told before, nobody knows when. */
  public int withoutFirstRevision() {
    return (int) byId.values().stream().filter(span -> span.lowest().revision() > 0).count();
  }

  /** By which rules the events were found. */
  public SortedSet<String> rulesVersions() {
    return Collections.unmodifiableSortedSet(rulesVersions);
  }

  private static ReportedOutage reported(Span span) {
    OutageEvent last = span.highest();
    return new ReportedOutage(
        last.eventId(),
        last.country(),
        last.startedAt(),
        last.recoveredAt(),
        span.lowest().detectedAt(),
        outcome(last));
  }

  private static Outcome outcome(OutageEvent last) {
    if (last.kind() == EventKind.RETRACTED) {
      return Outcome.RETRACTED;
    }
    return last.recoveredAt() == null ? Outcome.OPEN : Outcome.RECOVERED;
  }
}
