package io.nightlight.job;

import io.nightlight.domain.review.ReviewRules;
import java.time.Duration;
import java.util.List;

/** The keys of {@link ReviewRules}, one for each of its components. */
final class ReviewOptions {

  static final JobOption<Duration> GROUP_WITHIN =
      new JobOption<>(
          "review.group.within",
          OptionType.durationBetween("1s", "6h"),
          "10min",
          """
          Outages whose starts lie no further apart get a common `groupId`. Longer puts countries \
          together that have nothing to do with each other; shorter tears a cable's landing points \
          apart.""");

  static final JobOption<Integer> BRAKE_COUNTRIES =
      new JobOption<>(
          "review.brake.countries",
          OptionType.wholeNumberBetween(0, 1000),
          "10",
          """
          Up to so many countries may fall at once and are told without further proof. More are held \
          back until they are confirmed. Fewer delays what a cut cable does to a region when one \
          collector sees it first; more lets through what a single collector's failure makes of the \
          world. 1000 switches the brake off.""");

  static final JobOption<Double> BRAKE_SHARE =
      new JobOption<>(
          "review.brake.share",
          OptionType.numberBetween(0, 1),
          "0.15",
          """
          Up to this share of the countries whose status is known may fall at once, too; the larger \
          of both counts. 1 switches the brake off.""");

  static final JobOption<Duration> BRAKE_WITHIN =
      new JobOption<>(
          "review.brake.within",
          OptionType.durationBetween("1s", "1h"),
          "5min",
          """
          Starts that lie no further apart are at once. Longer takes a day of trouble in many places \
          for one failure; shorter misses a failure that spreads over minutes.""");

  static final JobOption<Duration> BRAKE_LONGEST_HOLD =
      new JobOption<>(
          "review.brake.longest-hold",
          OptionType.durationBetween("0s", "6h"),
          "15min",
          """
          How long such starts wait until ASes at two collectors, or two vantages, confirm them. What \
          is not confirmed by then is never told; one measurement event stands for all of it. Longer \
          tells a real event late, shorter loses one that other collectors see late. Where there is \
          only one collector nothing can be confirmed: set `review.brake.countries` higher.""");

  private ReviewOptions() {}

  /** In the order of the document. */
  static List<JobOption<?>> all() {
    return List.of(GROUP_WITHIN, BRAKE_COUNTRIES, BRAKE_SHARE, BRAKE_WITHIN, BRAKE_LONGEST_HOLD);
  }

  static ReviewRules rules(OptionValues values) {
    return new ReviewRules(
        values.get(GROUP_WITHIN),
        values.get(BRAKE_COUNTRIES),
        values.get(BRAKE_SHARE),
        values.get(BRAKE_WITHIN),
        values.get(BRAKE_LONGEST_HOLD));
  }
}
