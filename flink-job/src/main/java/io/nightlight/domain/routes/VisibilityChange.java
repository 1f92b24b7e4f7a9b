package io.nightlight.domain.routes;

/**
 * A prefix whose visibility differs from that at the end of the window before, with the vote that
 * says so; or one that stays LOST and that a second collector has now lost by itself.
 *
 * @param prefix a {@link io.nightlight.domain.net.Prefix} key
 * @param originAsn the AS that originated it last, 0 to 2^32 - 1; 0 where unknown
 * @param members how many ASes' opinions count
 * @param voters how many of them could be asked
 * @param collectors of a LOST prefix, how many collectors' own ASes would by themselves say that it
 *     is; else 0
 */
public record VisibilityChange(
    long prefix,
    Visibility before,
    Visibility after,
    long originAsn,
    int members,
    int voters,
    int collectors) {

  /** Whether nothing is new but that another collector has lost it, too. */
  public boolean onlyConfirms() {
    return before == after;
  }
}
