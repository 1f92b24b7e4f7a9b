/**
 * RIS Live, the public feed of RIPE's collectors: JSON objects, each a BGP message or a change of
 * state of one session. BGP itself is decoded in {@code wire.bgp}; nothing here knows a file, a
 * Kafka client or a clock.
 */
@NullMarked
package io.nightlight.wire.rislive;

import org.jspecify.annotations.NullMarked;
