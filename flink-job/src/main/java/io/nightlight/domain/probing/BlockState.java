package io.nightlight.domain.probing;

/** What is believed of a block. The order of the constants is part of the state's format. */
public enum BlockState {
  /** It never answered, or was forgotten. */
  UNTRACKED,
  /** It answered once, but nothing was learned of it lately. */
  UNKNOWN,
  /** It answers. */
  UP,
  /** It no longer answers. */
  DOWN;

  private static final BlockState[] ALL = values();

  static BlockState of(int ordinal) {
    return ALL[ordinal];
  }
}
