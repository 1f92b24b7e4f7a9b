package io.nightlight.domain.observation;

/** What a collector can record of a session. */
public enum BgpEvent {
  /** Prefixes announced or withdrawn. */
  UPDATE,
  /** The session reached Established, or spoke as only a new session does (OPEN). */
  PEER_UP,
  /** The session left Established. Failed attempts to connect are no event at all (pitfall P14). */
  PEER_DOWN,
  /** One route of a table dump. */
  RIB_ROW,
  /** The table dump holds no more routes of this session. */
  RIB_END,
  /** A sign of life without routes, such as a KEEPALIVE. */
  HEARTBEAT
}
