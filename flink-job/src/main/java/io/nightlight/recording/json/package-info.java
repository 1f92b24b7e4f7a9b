/**
 * JSON as files hold it: one object a line, or all in one array. What an object says is decoded in
 * {@code wire}.
 */
@NullMarked
package io.nightlight.recording.json;

import org.jspecify.annotations.NullMarked;
