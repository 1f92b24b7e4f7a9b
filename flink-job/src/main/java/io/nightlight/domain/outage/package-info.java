/**
 * When the shortfall of a country is an outage, since when, and when it is over. Decisions are pure
 * steps from values to values; the rules are one record. No counting of routes or probes may enter,
 * and nothing of how events are carried or written.
 */
@NullMarked
package io.nightlight.domain.outage;

import org.jspecify.annotations.NullMarked;
