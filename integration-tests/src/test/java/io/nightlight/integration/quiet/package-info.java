/**
 * Recordings of real collectors in which no country lost its Internet, each once as it is and once
 * with an outage put into it. What the collectors held before is invented from what they say.
 */
@NullMarked
package io.nightlight.integration.quiet;

import org.jspecify.annotations.NullMarked;
