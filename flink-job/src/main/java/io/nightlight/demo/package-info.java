/**
 * The December 2014 reconstruction, from its generated recordings through a real broker and Flink
 * to the events on the terminal. Nothing here decides what an outage is.
 */
@NullMarked
package io.nightlight.demo;

import org.jspecify.annotations.NullMarked;
