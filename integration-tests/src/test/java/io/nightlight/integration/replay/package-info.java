/** Whole replays, from files to files, and what they must come to. */
@NullMarked
package io.nightlight.integration.replay;

import org.jspecify.annotations.NullMarked;
