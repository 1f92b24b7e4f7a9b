/**
 * BGP messages as routers send them (RFC 4271 and what grew on it), for every carrier: MRT files,
 * RIS Live's raw field, BMP. What a message says of IPv4 and IPv6 unicast routes leaves this room;
 * next hops, communities and other families stay behind. Nothing here knows a file, a topic or a
 * clock.
 */
@NullMarked
package io.nightlight.wire.bgp;

import org.jspecify.annotations.NullMarked;
