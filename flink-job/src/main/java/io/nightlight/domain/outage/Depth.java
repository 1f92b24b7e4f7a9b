package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.SignalView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deepest window of a drop so far.
 *
 * @param ratio its ratio, 0 to 1
 * @param exceedance share of the windows before it that were at least as deep; null without any
 * @param membersBefore the sources whose opinion counted when the drop began
 * @param lostPrefixes the most important lost prefixes then
 * @param originAsns the ASes that originated the most of what was lost then
 */
public record Depth(
    double ratio,
    @Nullable Double exceedance,
    int membersBefore,
    List<String> lostPrefixes,
    List<Long> originAsns) {

  public Depth {
    lostPrefixes = List.copyOf(lostPrefixes);
    originAsns = List.copyOf(originAsns);
  }

  static Depth first(SignalView view, double ratio) {
    return of(view, ratio, view.reading().membersAsked());
  }

  /** This, or that window if it is deeper: equally deep ones would count themselves as usual. */
  Depth orDeeper(SignalView view, double otherRatio) {
    return otherRatio < ratio ? of(view, otherRatio, membersBefore) : this;
  }

  private static Depth of(SignalView view, double ratio, int members) {
    Losses losses = view.reading().losses();
    return new Depth(ratio, view.exceedance(), members, losses.prefixes(), losses.origins());
  }
}
