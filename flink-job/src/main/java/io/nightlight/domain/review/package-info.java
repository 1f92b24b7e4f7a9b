/**
 * What only the sight of all countries at once can tell: which outages belong together, and when so
 * many start at once that the detector rather than the world must have failed.
 *
 * <p>What makes an outage of one country is decided before; no score and no route enters.
 */
@NullMarked
package io.nightlight.domain.review;

import org.jspecify.annotations.NullMarked;
