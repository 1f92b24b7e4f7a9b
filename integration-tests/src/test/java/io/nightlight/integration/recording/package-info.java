/** Recordings of others, decoded whole and compared with what is known of them. */
@NullMarked
package io.nightlight.integration.recording;

import org.jspecify.annotations.NullMarked;
