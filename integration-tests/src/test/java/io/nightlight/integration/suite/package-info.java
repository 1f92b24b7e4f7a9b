/**
 * Worlds of countries, outages and faults drawn from a seed, told message by message, replayed
 * through the whole topology and compared with what happened.
 */
@NullMarked
package io.nightlight.integration.suite;

import org.jspecify.annotations.NullMarked;
