package io.nightlight.recording.mrt;

import io.nightlight.domain.net.Session;
import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.bgp.BgpFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the records of one file say, record after record.
 *
 * <p>A dump's rows become RIB_ROW messages and its clean end a RIB_END for each of its sessions; a
 * dump that breaks off gets none, and so says nothing of the routes that it did not come to
 * (pitfall P25).
 */
public final class MrtDecoder {
  private final SkipCounts skipped = new SkipCounts();
  private final PeerSessions sessions;
  private final Bgp4mpDecoder updates;
  private final TableDumpDecoder tableDump;
  private final TableDumpV2Decoder tableDumpV2;

  /**
   * @param collector the short name of the collector that recorded the file
   */
  public MrtDecoder(String collector) {
    sessions = new PeerSessions(collector);
    updates = new Bgp4mpDecoder(sessions, skipped);
    tableDump = new TableDumpDecoder(sessions);
    tableDumpV2 = new TableDumpV2Decoder(sessions, skipped);
  }

  /**
   * Reads one record: all of it or nothing.
   *
   * @return no message, one, or one for each route of a prefix
   * @throws BgpFormatException if the record is damaged or of a type that is not read; the next one
   *     may be read all the same
   */
  public List<BgpMessage> decode(MrtRecord record, long sequence) throws BgpFormatException {
    switch (record.type()) {
      case MrtRecord.BGP4MP, MrtRecord.BGP4MP_ET -> {
        BgpMessage message = updates.decode(record, sequence);
        return message == null ? List.of() : List.of(message);
      }
      case MrtRecord.TABLE_DUMP -> {
        return List.of(tableDump.decode(record, sequence));
      }
      case MrtRecord.TABLE_DUMP_V2 -> {
        List<BgpMessage> messages = new ArrayList<>();
        tableDumpV2.decode(record, sequence, messages);
        return messages;
      }
      default ->
          throw new BgpFormatException(
              RejectReason.UNSUPPORTED_TYPE, "MRT record of type " + record.type());
    }
  }

  /** The file ended as it should: so did the dumps in it. */
  public List<BgpMessage> finish(long sequence) {
    List<BgpMessage> messages = new ArrayList<>();
    tableDump.finish(sequence, messages);
    tableDumpV2.finish(sequence, messages);
    return messages;
  }

  /** Records may be missing from here on: the dump that is being read gets no RIB_END. */
  public void abandonDump() {
    tableDump.abandon();
    tableDumpV2.abandon();
  }

  /** The sessions that have had a row in a table dump so far. */
  public Set<Session> sessionsInDumps() {
    return sessions.inDumps();
  }

  /** The sessions that a message or a change of state has been recorded of so far. */
  public Set<Session> sessionsInUpdates() {
    return sessions.inUpdates();
  }

  /** What has been passed over so far. */
  public SkipCounts skipped() {
    return skipped;
  }
}
