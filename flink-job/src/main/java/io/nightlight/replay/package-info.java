/**
 * Recordings through the topology into files, and recordings onto Kafka at a chosen pace. With the
 * commands and the demo the only room that may read a clock. How a file's bytes are read is {@code
 * recording}'s, what a stream means {@code domain}'s.
 */
@NullMarked
package io.nightlight.replay;

import org.jspecify.annotations.NullMarked;
