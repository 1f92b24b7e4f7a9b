/** Labelled outages as people write them down, with the mistakes that people make. */
@NullMarked
package io.nightlight.backtest.truth;

import org.jspecify.annotations.NullMarked;
