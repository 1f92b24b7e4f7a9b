/**
 * Thin Flink functions, named by verbs: state, timers and side outputs around one pure class each.
 * An {@code if} about the meaning of data is in the wrong room here; one about state presence,
 * lateness or timers is at home.
 */
@NullMarked
package io.nightlight.operator;

import org.jspecify.annotations.NullMarked;
