/** The figures of a backtest for people and for programs. Nothing is decided here. */
@NullMarked
package io.nightlight.backtest.text;

import org.jspecify.annotations.NullMarked;
