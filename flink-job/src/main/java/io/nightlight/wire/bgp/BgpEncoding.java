package io.nightlight.wire.bgp;

/**
 * What the two speakers had agreed on in their OPEN messages and an UPDATE does not repeat.
 *
 * @param asnWidth how wide AS numbers are
 * @param pathIds whether prefixes bear path identifiers
 */
public record BgpEncoding(AsnWidth asnWidth, PathIds pathIds) {}
