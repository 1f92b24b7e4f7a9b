/**
 * What goes wrong while the job runs, on a real broker: inputs that stop, stutter or lie, a broker
 * that dies, clients that must prove who they are.
 */
@NullMarked
package io.nightlight.integration.trouble;

import org.jspecify.annotations.NullMarked;
