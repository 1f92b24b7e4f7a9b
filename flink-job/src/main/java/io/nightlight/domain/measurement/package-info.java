/**
 * Is this session, this collector, the whole input blind? Judged from one summary per source and
 * window, never from single messages, so that what is decided does not depend on how messages
 * interleave.
 */
@NullMarked
package io.nightlight.domain.measurement;

import org.jspecify.annotations.NullMarked;
