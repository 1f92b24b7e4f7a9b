package io.nightlight.domain.availability;

/**
 * On how many opinions it rests what was last said of a country's prefixes.
 *
 * @param members the most sources whose opinion counted on any of them
 * @param voters the most of those that could be asked
 */
public record Poll(int members, int voters) {

  /** The larger of both. */
  public Poll or(Poll other) {
    return new Poll(Math.max(members, other.members), Math.max(voters, other.voters));
  }
}
