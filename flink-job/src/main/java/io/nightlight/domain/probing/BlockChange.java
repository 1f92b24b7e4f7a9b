package io.nightlight.domain.probing;

/**
 * The state of a block differs from that at the end of the window before.
 *
 * @param block a /24 or /48, as a {@link io.nightlight.domain.net.Prefix} key
 */
public record BlockChange(long block, BlockState before, BlockState after) {}
