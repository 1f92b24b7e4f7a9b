/**
 * What probing says of address blocks: one shard of the beliefs in all blocks that ever answered,
 * moved once per window by what was seen of each. Pure hot state: no Flink, no clock, no bytes, and
 * no country.
 */
@NullMarked
package io.nightlight.domain.probing;

import org.jspecify.annotations.NullMarked;
