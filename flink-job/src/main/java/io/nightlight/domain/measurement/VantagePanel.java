package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.observation.Micros;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All vantages together, window by window: which are blind, and which don't reach a country that
 * others reach.
 *
 * <p>A vantage is blind when its success collapsed in half of its countries at once (pitfall P31).
 * A country where three vantages look and all of them collapsed is dark, and speaks against none of
 * them, unless half of the world is dark: then it is the vantages (P63). Where a vantage's success
 * in a country collapsed while another's did not, the path between them is broken (P32). All is
 * decided from whole windows, so that it is in force in the window that showed it.
 */
public final class VantagePanel {
  /** The name of the whole signal in what is told of it. */
  public static final String FEED = "probes";

  /** More than there are probers in the world; of further ones nothing is kept (pitfall P64). */
  static final int MOST_VANTAGES = 1 << 15;

  /** Fewer vantages that all see a country dark may share their own trouble. */
  private static final int FEWEST_WITNESSES = 3;

  private final long windowMicros;
  private final VantageRules rules;

  public VantagePanel(long windowMicros, VantageRules rules) {
    this.windowMicros = windowMicros;
    this.rules = rules;
  }

  /**
   * The whole signal's blindness.
   *
   * @param sinceMicros when the last vantage went blind; {@link Long#MAX_VALUE} while one sees
   * @param isTold whether others were told
   */
  public record FeedHealth(long sinceMicros, boolean isTold) {
    public static final FeedHealth SEES = new FeedHealth(Long.MAX_VALUE, false);

    /** As if the time between two windows had not passed. */
    public FeedHealth without(long pauseMicros) {
      return sinceMicros == Long.MAX_VALUE
          ? this
          : new FeedHealth(sinceMicros + pauseMicros, isTold);
    }
  }

  /**
   * After a window.
   *
   * @param vantages by id, without those that are gone for good
   * @param standings what holds for each, those that are gone now among them
   * @param drafts what is to be told
   */
  public record Review(
      Map<Long, VantageWatch> vantages,
      List<VantageStanding> standings,
      FeedHealth feed,
      List<MeasurementDraft> drafts) {}

  /** What the vantages of a window say of one country together. */
  private static final class Witnesses {
    private int all;
    private int collapsed;

    boolean seeItDark() {
      return all >= FEWEST_WITNESSES && collapsed == all;
    }
  }

  /**
   * Judges a window.
   *
   * @param known after the window before, by id
   * @param due the window's summaries, by id
   */
  public Review next(
      Map<Long, VantageWatch> known,
      FeedHealth feed,
      Map<Long, VantageSummary> due,
      long windowEndMicros) {
    Map<Long, VantageWatch> now = new TreeMap<>();
    known.forEach((id, watch) -> now.put(id, watch.next(due.get(id), windowEndMicros, rules)));
    new TreeMap<>(due)
        .forEach(
            (id, summary) -> {
              if (!now.containsKey(id) && now.size() < MOST_VANTAGES) {
                now.put(
                    id, VantageWatch.of(summary.vantage()).next(summary, windowEndMicros, rules));
              }
            });
    Map<String, Witnesses> witnesses = witnesses(now);
    boolean isWorldDark = isWorldDark(witnesses);
    List<VantageStanding> standings = new ArrayList<>();
    List<VantageWatch> gone = new ArrayList<>();
    Map<Long, Reason> blind = new HashMap<>();
    for (VantageWatch watch : List.copyOf(now.values())) {
      long id = watch.vantage().id();
      if (watch.isRetired(windowEndMicros, rules)) {
        now.remove(id);
        gone.add(watch);
        standings.add(new VantageStanding(id, windowEndMicros, Sight.RETIRED, List.of()));
      } else if (watch.isSilent(windowEndMicros, rules)) {
        blind.put(id, Reason.SILENCE);
      } else if (isBlind(watch, witnesses, isWorldDark)) {
        blind.put(id, Reason.SUCCESS_COLLAPSE);
      }
    }
    Map<Long, VantageWatch> judged = new TreeMap<>();
    now.forEach(
        (id, watch) -> {
          VantageStanding standing = standing(watch, blind.get(id), witnesses, windowEndMicros);
          standings.add(standing);
          judged.put(id, judge(watch, standing, blind.get(id), windowEndMicros));
        });
    Review review = tell(judged, standings, feed, windowEndMicros);
    gone.stream()
        .filter(VantageWatch::isTold)
        .map(watch -> goneForGood(watch, windowEndMicros))
        .forEach(review.drafts()::add);
    return review;
  }

  /** A spell of a vantage that is gone for good is over: there is nothing left that it weakens. */
  private MeasurementDraft goneForGood(VantageWatch watch, long windowEndMicros) {
    return new MeasurementDraft(
        MeasurementEvent.restored(
            ScopeKind.VANTAGE,
            watch.vantage().name(),
            reasonOf(watch),
            Micros.toInstant(watch.blindSinceMicros()),
            Micros.toInstant(windowEndMicros - windowMicros),
            Micros.toInstant(windowEndMicros)),
        List.of());
  }

  private Map<String, Witnesses> witnesses(Map<Long, VantageWatch> vantages) {
    Map<String, Witnesses> witnesses = new HashMap<>();
    for (VantageWatch watch : vantages.values()) {
      for (VantageReach reach : watch.reaches()) {
        if (reach.isKnown()) {
          Witnesses of = witnesses.computeIfAbsent(reach.country(), c -> new Witnesses());
          of.all++;
          of.collapsed += reach.isCollapsed(rules) ? 1 : 0;
        }
      }
    }
    return witnesses;
  }

  private boolean isWorldDark(Map<String, Witnesses> witnesses) {
    long dark = witnesses.values().stream().filter(Witnesses::seeItDark).count();
    return dark >= rules.fewestCountries() && dark >= rules.blindShare() * witnesses.size();
  }

  private boolean isBlind(
      VantageWatch watch, Map<String, Witnesses> witnesses, boolean isWorldDark) {
    int countries = 0;
    int explained = 0;
    int collapsed = 0;
    for (VantageReach reach : watch.reaches()) {
      if (!reach.isKnown()) {
        continue;
      }
      countries++;
      if (reach.isCollapsed(rules)) {
        boolean isDark = !isWorldDark && witnesses.get(reach.country()).seeItDark();
        explained += isDark ? 1 : 0;
        collapsed += isDark ? 0 : 1;
      }
    }
    return countries >= rules.fewestCountries()
        && collapsed >= 2
        && collapsed >= rules.blindShare() * (countries - explained);
  }

  private VantageStanding standing(
      VantageWatch watch,
      @Nullable Reason cause,
      Map<String, Witnesses> witnesses,
      long windowEndMicros) {
    long id = watch.vantage().id();
    if (cause != null) {
      Sight sight = cause == Reason.SILENCE ? Sight.SILENT : Sight.BLIND;
      return new VantageStanding(id, windowEndMicros, sight, List.of());
    }
    List<String> cutOff = new ArrayList<>();
    for (VantageReach reach : watch.reaches()) {
      Witnesses of = witnesses.get(reach.country());
      if (of != null && reach.isCollapsed(rules) && of.collapsed < of.all) {
        cutOff.add(reach.country());
      }
    }
    return new VantageStanding(id, windowEndMicros, Sight.SEES, cutOff);
  }

  private VantageWatch judge(
      VantageWatch watch, VantageStanding standing, @Nullable Reason cause, long windowEndMicros) {
    List<VantageReach> learnt = new ArrayList<>();
    for (VantageReach reach : watch.reaches()) {
      boolean isUsual = cause == null && !reach.isCollapsed(rules);
      learnt.add(
          isUsual ? reach.learn(windowEndMicros, rules) : reach.endure(windowEndMicros, rules));
    }
    return watch.judged(standing.sight(), cause, learnt, windowEndMicros);
  }

  /** Of the whole signal where no vantage sees, else of each vantage that matters. */
  private Review tell(
      Map<Long, VantageWatch> judged,
      List<VantageStanding> standings,
      FeedHealth feed,
      long windowEndMicros) {
    List<MeasurementDraft> drafts = new ArrayList<>();
    boolean isFeedBlind =
        !judged.isEmpty()
            && judged.values().stream().noneMatch(watch -> watch.sight() == Sight.SEES);
    FeedHealth health = tellFeed(feed, isFeedBlind, judged, windowEndMicros, drafts);
    TreeSet<String> all = new TreeSet<>();
    judged.values().forEach(watch -> all.addAll(countries(watch)));
    long results = judged.values().stream().mapToLong(VantageWatch::usualResults).sum();
    long heard = judged.values().stream().mapToLong(VantageWatch::lastSeenMicros).max().orElse(0);
    Map<Long, VantageWatch> told = new TreeMap<>();
    judged.forEach(
        (id, watch) -> {
          VantageWatch after = watch;
          // Were all to collapse, one after the other, that is the signal's blindness and not
          // theirs.
          boolean lasts = watch.blindSinceMicros() <= windowEndMicros - rules.roundMicros();
          boolean isBlind = watch.sight() != Sight.SEES;
          if (watch.isRestored(windowEndMicros, rules)) {
            drafts.add(restored(watch, windowEndMicros, all));
            after = watch.restored();
          } else if (isBlind
              && lasts
              && !watch.isTold()
              && !isFeedBlind
              && (watch.sight() != Sight.SILENT || watch.isOutlived(heard, windowEndMicros))
              && watch.matters(results)) {
            drafts.add(degraded(watch, windowEndMicros, all));
            after = watch.told();
          }
          told.put(id, after);
        });
    return new Review(told, standings, health, drafts);
  }

  private FeedHealth tellFeed(
      FeedHealth feed,
      boolean isBlind,
      Map<Long, VantageWatch> judged,
      long windowEndMicros,
      List<MeasurementDraft> drafts) {
    if (!isBlind) {
      if (feed.isTold()) {
        drafts.add(
            new MeasurementDraft(
                MeasurementEvent.restored(
                    ScopeKind.SIGNAL_FEED,
                    FEED,
                    Reason.SILENCE,
                    Micros.toInstant(feed.sinceMicros()),
                    Micros.toInstant(windowEndMicros - windowMicros),
                    Micros.toInstant(windowEndMicros)),
                List.of()));
      }
      return FeedHealth.SEES;
    }
    long since =
        feed.sinceMicros() != Long.MAX_VALUE
            ? feed.sinceMicros()
            : judged.values().stream()
                .mapToLong(VantageWatch::blindSinceMicros)
                .max()
                .orElse(windowEndMicros);
    if (feed.isTold() || since > windowEndMicros - windowMicros) {
      return new FeedHealth(since, feed.isTold());
    }
    drafts.add(
        new MeasurementDraft(
            MeasurementEvent.degraded(
                ScopeKind.SIGNAL_FEED,
                FEED,
                Reason.SILENCE,
                Micros.toInstant(since),
                Micros.toInstant(windowEndMicros)),
            List.of()));
    return new FeedHealth(since, true);
  }

  private static MeasurementDraft degraded(
      VantageWatch watch, long windowEndMicros, TreeSet<String> all) {
    return new MeasurementDraft(
        MeasurementEvent.degraded(
                ScopeKind.VANTAGE,
                watch.vantage().name(),
                reasonOf(watch),
                Micros.toInstant(watch.blindSinceMicros()),
                Micros.toInstant(windowEndMicros))
            .withAffectedCountries(weakened(watch, all)),
        List.of());
  }

  private static MeasurementDraft restored(
      VantageWatch watch, long windowEndMicros, TreeSet<String> all) {
    return new MeasurementDraft(
        MeasurementEvent.restored(
                ScopeKind.VANTAGE,
                watch.vantage().name(),
                reasonOf(watch),
                Micros.toInstant(watch.blindSinceMicros()),
                Micros.toInstant(watch.seesSinceMicros()),
                Micros.toInstant(windowEndMicros))
            .withAffectedCountries(weakened(watch, all)),
        List.of());
  }

  private static Reason reasonOf(VantageWatch watch) {
    Reason reason = watch.reason();
    return reason == null ? Reason.SILENCE : reason;
  }

  /** Empty where it weakens all that any vantage probes. */
  private static List<String> weakened(VantageWatch watch, TreeSet<String> all) {
    List<String> countries = countries(watch);
    return countries.size() == all.size() ? List.of() : countries;
  }

  private static List<String> countries(VantageWatch watch) {
    return watch.reaches().stream().map(VantageReach::country).toList();
  }
}
