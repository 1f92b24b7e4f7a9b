/**
 * MRT, the format of the RouteViews and RIS archives (RFC 6396, RFC 8050): its framing and what its
 * records say of sessions. BGP itself is decoded in {@code wire.bgp}.
 */
@NullMarked
package io.nightlight.recording.mrt;

import org.jspecify.annotations.NullMarked;
