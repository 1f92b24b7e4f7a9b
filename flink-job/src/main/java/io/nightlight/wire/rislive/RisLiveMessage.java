package io.nightlight.wire.rislive;

import io.nightlight.wire.bgp.AsPath;
import java.util.Set;

/**
 * One JSON object of the feed, the fields that Nightlight reads; texts are empty and numbers 0
 * where a field is missing or null.
 *
 * @param envelope the outer type: {@code ris_message} for what is of a session
 * @param remark what an outer message of another type says
 * @param timestampMicros when the collector saw it, microseconds since 1970
 * @param peer the peer's address
 * @param peerAsn the peer's AS number
 * @param id the feed's name for the message
 * @param host the collector, as a bare name or as a host
 * @param type UPDATE, OPEN, NOTIFICATION, KEEPALIVE or RIS_PEER_STATE
 * @param state of a RIS_PEER_STATE the new state
 * @param direction of an OPEN whether the collector sent or received it
 * @param raw the BGP message in hexadecimal digits, where the client asked for it
 * @param path of an UPDATE
 * @param announced of an UPDATE the announced prefixes, each once however many next hops it has
 * @param withdrawn of an UPDATE the withdrawn prefixes
 */
record RisLiveMessage(
    String envelope,
    String remark,
    long timestampMicros,
    String peer,
    long peerAsn,
    String id,
    String host,
    String type,
    String state,
    String direction,
    String raw,
    AsPath path,
    Set<String> announced,
    Set<String> withdrawn) {
  static final String RIS_MESSAGE = "ris_message";
}
