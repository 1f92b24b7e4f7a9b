/**
 * The Kafka broker of tests that need one and don't care whose: in a container where a Docker
 * engine answers, a process where none does, with the same settings. Tests that kill their broker
 * have one of {@link io.nightlight.integration.process}.
 */
@NullMarked
package io.nightlight.integration.broker;

import org.jspecify.annotations.NullMarked;
