/**
 * RIPE Atlas: JSON results of its measurements to {@code ProbeResult}. Of the Atlas formats nothing
 * is known outside of here.
 */
@NullMarked
package io.nightlight.wire.atlas;

import org.jspecify.annotations.NullMarked;
