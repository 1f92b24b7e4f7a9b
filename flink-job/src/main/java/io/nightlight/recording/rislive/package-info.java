/**
 * RIS Live as a file: one JSON object a line. What an object says is decoded in {@code
 * wire.rislive}.
 */
@NullMarked
package io.nightlight.recording.rislive;

import org.jspecify.annotations.NullMarked;
