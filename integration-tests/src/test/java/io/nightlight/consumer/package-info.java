/**
 * What consumers are shown in {@code docs/consumers.md}: programs that need the {@code schemas}
 * artifact and Kafka's client, and nothing else of Nightlight.
 */
@NullMarked
package io.nightlight.consumer;

import org.jspecify.annotations.NullMarked;
