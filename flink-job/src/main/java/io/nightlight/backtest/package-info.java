/**
 * What a detector said beside what is known to have happened: recall, precision, delays, false
 * alarms. Depends on the domain only; it reads no clock, no topic and no Avro.
 */
@NullMarked
package io.nightlight.backtest;

import org.jspecify.annotations.NullMarked;
