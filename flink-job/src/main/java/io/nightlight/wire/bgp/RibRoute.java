package io.nightlight.wire.bgp;

import io.nightlight.domain.net.IpFamily;

/**
 * One route of a table dump.
 *
 * @param family the prefix's family
 * @param prefix exactly one prefix
 * @param path how it is reached
 * @param originatedAtSeconds when the collector learned it, seconds since 1970
 */
public record RibRoute(IpFamily family, Nlri prefix, AsPath path, long originatedAtSeconds) {}
