/**
 * The demonstration: a reconstruction of December 2014 as recordings of BGP and probes, and a Kafka
 * broker of its own to run it through. Nothing here decides anything about outages, and nothing
 * else depends on this room but the commands.
 */
@NullMarked
package io.nightlight.demo;

import org.jspecify.annotations.NullMarked;
