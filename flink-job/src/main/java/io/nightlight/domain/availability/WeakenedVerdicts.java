package io.nightlight.domain.availability;

import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.routes.MemberCensus;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether somebody's blindness matters, and whose verdicts it weakens.
 *
 * @param census who is a member of what
 * @param leastMemberships the blindness of one session matters if it is a member of so many
 *     prefixes; that of a collector or of all input always does
 */
public record WeakenedVerdicts(MemberCensus census, int leastMemberships) {

  public boolean matter(MeasurementDraft draft) {
    return draft.event().scopeKind() != ScopeKind.SESSION
        || draft.sessionIds().stream().mapToLong(census::memberships).sum() >= leastMemberships;
  }

  /** In alphabetical order; empty if all countries are weakened, or if nobody can say which. */
  public List<String> countries(MeasurementDraft draft) {
    switch (draft.event().scopeKind()) {
      case SIGNAL_FEED -> {
        return List.of();
      }
      case WHOLE_FEED, VANTAGE -> {
        return draft.event().affectedCountries();
      }
      case SESSION, COLLECTOR -> {}
    }
    TreeSet<String> weakened = census.countriesOf(draft.sessionIds());
    return weakened.equals(census.countries()) ? List.of() : List.copyOf(weakened);
  }
}
