/**
 * How much of a country's Internet answers: raw counts of one window against what is usual there.
 * Histories (baseline, noise, voters, warm-up) and scores live here. No verdict that something is
 * an outage may enter, and no knowledge of where the counts come from; too little evidence is
 * unknown, never 0.
 */
@NullMarked
package io.nightlight.domain.availability;

import org.jspecify.annotations.NullMarked;
