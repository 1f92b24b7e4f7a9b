package io.nightlight.domain.routes;

/** What the vote says of a prefix. The order of the constants is part of the state's format. */
public enum Visibility {
  /** Never heard of, or forgotten. */
  UNTRACKED,
  /** Too few of those whose opinion counts can vote. */
  UNKNOWN,
  /** At least half of the voters have it. */
  VISIBLE,
  /** Most of the voters do not have it. */
  LOST;

  private static final Visibility[] ALL = values();

  static Visibility of(int ordinal) {
    return ALL[ordinal];
  }
}
