/**
 * Recorded files to messages, in the order of their own time: which files, which collector, which
 * compression, which format. With {@code wire} the only room that knows bytes. Files are read here
 * and nowhere else; nothing is judged and nothing is paced.
 */
@NullMarked
package io.nightlight.recording;

import org.jspecify.annotations.NullMarked;
