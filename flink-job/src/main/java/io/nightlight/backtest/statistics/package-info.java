/**
 * How sure a count is, and how a set of durations is spread. Numbers in, numbers out, the same on
 * every machine; nothing here knows of outages.
 */
@NullMarked
package io.nightlight.backtest.statistics;

import org.jspecify.annotations.NullMarked;
