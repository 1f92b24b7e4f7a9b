package io.nightlight.replay;

import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EndReason;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.Evidence;
import io.nightlight.domain.outage.OutageEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An outage event as one line for people, such as
 *
 * <pre>
 * 2014-12-22 16:15 UTC  KP  down  TOTAL  North Korea: routes withdrawn, IPv4 0 of 4 blocks, of AS131279
 * 2014-12-23 01:46 UTC  KP  back  TOTAL  North Korea: after 9 h 31 min, at 100 % of the usual
 * </pre>
 *
 * It leads with the time that the line is about: the start, the end, or when a verdict changed.
 */
public final class EventLine {
  private static final int MOST_ORIGINS = 3;

  private EventLine() {}

  public static String of(OutageEvent event) {
    return "%s  %s  %-9s  %-5s  %s: %s"
        .formatted(
            time(when(event)),
            event.country(),
            word(event.kind()),
            event.severity(),
            countryName(event.country()),
            String.join(", ", story(event)));
  }

  private static Instant when(OutageEvent event) {
    return switch (event.kind()) {
      case STARTED -> event.startedAt();
      case UPDATED, RETRACTED -> event.detectedAt();
      case RECOVERED -> event.recoveredAt() == null ? event.detectedAt() : event.recoveredAt();
    };
  }

  private static String word(EventKind kind) {
    return switch (kind) {
      case STARTED -> "down";
      case UPDATED -> "still";
      case RECOVERED -> "back";
      case RETRACTED -> "retracted";
    };
  }

  private static List<String> story(OutageEvent event) {
    List<String> parts = new ArrayList<>();
    switch (event.kind()) {
      case STARTED -> {
        parts.add(words(event.classification()));
        addLoss(event, parts);
      }
      case UPDATED -> {
        parts.add("down since " + time(event.startedAt()));
        parts.add(words(event.classification()));
        addLoss(event, parts);
      }
      case RECOVERED -> {
        boolean shifted = event.endReason() == EndReason.LEVEL_SHIFT;
        parts.add((shifted ? "a new level after " : "after ") + text(length(event)));
        if (event.recoveredTo() != null) {
          parts.add("at " + percent(event.recoveredTo()) + " of the usual");
        }
      }
      case RETRACTED ->
          parts.add("no outage since " + time(event.startedAt()) + ", the detector was blind");
    }
    return parts;
  }

  private static void addLoss(OutageEvent event, List<String> parts) {
    for (Evidence evidence : event.evidence()) {
      if (evidence.value() != null && evidence.baseline() != null) {
        String baseline =
            new BigDecimal(evidence.baseline()).setScale(0, RoundingMode.HALF_UP).toPlainString();
        parts.add(
            "%s %d of %s blocks".formatted(name(evidence.signal()), evidence.value(), baseline));
      }
    }
    List<Long> origins = event.originAsns();
    if (!origins.isEmpty()) {
      List<String> named =
          origins.stream().limit(MOST_ORIGINS).map(origin -> "AS" + origin).toList();
      parts.add(
          "of " + String.join(" ", named) + (origins.size() > MOST_ORIGINS ? " and others" : ""));
    }
  }

  private static Duration length(OutageEvent event) {
    return Duration.between(event.startedAt(), when(event));
  }

  private static String words(Classification classification) {
    return switch (classification) {
      case ROUTES_WITHDRAWN -> "routes withdrawn";
      case DATA_PLANE_ONLY -> "routed, but silent to probes";
      case IPV6_ONLY -> "IPv6 routes withdrawn";
      case ROUTES_AND_DATA_PLANE -> "routes withdrawn and silent to probes";
    };
  }

  private static String name(Signal signal) {
    return switch (signal) {
      case IPV4_ROUTES -> "IPv4";
      case IPV6_ROUTES -> "IPv6";
      case PROBES -> "probes";
    };
  }

  private static String countryName(String code) {
    return new Locale("", code).getDisplayCountry(Locale.ENGLISH);
  }

  /** Whole percents, rounded down: 100 % is said of nothing less. */
  private static String percent(double share) {
    return new BigDecimal(share * 100).setScale(0, RoundingMode.DOWN) + " %";
  }

  /** Minutes in UTC, with seconds where there are any. */
  static String time(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    String minutes = "%s %02d:%02d".formatted(utc.toLocalDate(), utc.getHour(), utc.getMinute());
    return minutes + (utc.getSecond() == 0 ? "" : ":%02d".formatted(utc.getSecond())) + " UTC";
  }

  /** The two largest units that there are, such as 9 h 31 min. */
  static String text(Duration duration) {
    if (duration.toDays() > 0) {
      return unit(duration.toDays(), "d") + rest(duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return unit(duration.toHours(), "h") + rest(duration.toMinutesPart(), "min");
    }
    if (duration.toMinutes() > 0) {
      return unit(duration.toMinutes(), "min") + rest(duration.toSecondsPart(), "s");
    }
    return unit(duration.toSeconds(), "s");
  }

  private static String unit(long amount, String unit) {
    return amount + " " + unit;
  }

  private static String rest(int amount, String unit) {
    return amount == 0 ? "" : " " + unit(amount, unit);
  }
}
