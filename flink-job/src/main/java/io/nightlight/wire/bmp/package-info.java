/**
 * BMP, what routers say of their peers (RFC 7854, RFC 8671, RFC 9069), in the binary header that
 * OpenBMP's collectors put before it on Kafka. BGP itself is decoded in {@code wire.bgp}; nothing
 * here knows a Kafka client or a clock.
 */
@NullMarked
package io.nightlight.wire.bmp;

import org.jspecify.annotations.NullMarked;
