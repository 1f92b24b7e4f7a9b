/**
 * What the Internet's routes say: one shard of the routing tables of all sessions, the vote on each
 * prefix, and the exact union of the address blocks that the visible prefixes cover. Pure hot
 * state: no Flink, no clock, no bytes.
 */
@NullMarked
package io.nightlight.domain.routes;

import org.jspecify.annotations.NullMarked;
