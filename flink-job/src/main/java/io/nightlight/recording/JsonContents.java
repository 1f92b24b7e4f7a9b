package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.Micros;
import io.nightlight.recording.json.JsonPiece;
import io.nightlight.recording.json.JsonPieces;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.ProbeResult;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.atlas.AtlasReader;
import io.nightlight.wire.rislive.RisLiveReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file of JSON objects. */
abstract class JsonContents<M> implements Contents<M> {
  private final String source;
  private final InputStream in;
  private final JsonPieces pieces;

  private JsonContents(String source, InputStream in, JsonPieces pieces) {
    this.source = source;
    this.in = in;
    this.pieces = pieces;
  }

  /** What a piece says; null if it is passed over. */
  abstract @Nullable M read(JsonPiece piece);

  @Override
  public final @Nullable Entry<M> next() {
    try {
      for (JsonPiece piece = pieces.next(); piece != null; piece = pieces.next()) {
        Entry<M> entry = entry(piece);
        if (entry != null) {
          return entry;
        }
      }
      return null;
    } catch (IOException e) {
      RejectReason reason =
          e instanceof EOFException ? RejectReason.TRUNCATED : RejectReason.MALFORMED;
      byte[] bytes = pieces.partial();
      JsonPiece broken = new JsonPiece(0, pieces.offset(), bytes, bytes.length);
      return refused(
          broken, new RefusedException(reason, "the file cannot be read on: " + e.getMessage()));
    }
  }

  private @Nullable Entry<M> entry(JsonPiece piece) {
    try {
      M message = read(piece);
      return message == null
          ? null
          : new Entry<>(
              piece.number(), pieces.word(), original(piece), piece.length(), message, null);
    } catch (RefusedException e) {
      return refused(piece, e);
    }
  }

  private Entry<M> refused(JsonPiece piece, RefusedException refusal) {
    return new Entry<>(
        piece.number(), pieces.word(), original(piece), piece.length(), null, refusal);
  }

  private Original original(JsonPiece piece) {
    return new Original(source, piece.offset(), piece.bytes());
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }

  /**
   * RIS Live messages, an object a line. The collector of each stands in it; the file's own is for
   * those in which it doesn't.
   */
  static final class RisLive extends JsonContents<BgpMessage> {
    private final RisLiveReader reader = new RisLiveReader();
    private final String collector;

    RisLive(String source, String collector, InputStream in) {
      super(source, in, JsonPieces.lines(in));
      this.collector = collector;
    }

    @Override
    @Nullable BgpMessage read(JsonPiece piece) {
      return reader.read(piece.bytes(), collector, piece.number());
    }

    @Override
    public long micros(BgpMessage message) {
      return Micros.of(message.getObservedAt());
    }

    @Override
    public Recorded recorded(Entry<BgpMessage> entry, BgpMessage message, long placeMicros) {
      return Recorded.decoded(message, placeMicros, entry.original());
    }

    @Override
    public Session session(BgpMessage message) {
      return Session.of(message.getCollector(), message.getPeerAddress(), message.getPeerAsn());
    }

    @Override
    public SkipCounts skipped() {
      return reader.skipped();
    }
  }

  /** RIPE Atlas results, an object a line or all in one array. */
  static final class Atlas extends JsonContents<ProbeResult> {
    private static final int MOST_WHITE_SPACE = 4096;

    private final AtlasReader reader = new AtlasReader();

    private Atlas(String source, InputStream in, JsonPieces pieces) {
      super(source, in, pieces);
    }

    /** Lines, unless the first thing in the file is an array. */
    static Atlas open(String source, InputStream in) {
      BufferedInputStream ahead = new BufferedInputStream(in);
      boolean isArray = firstByte(ahead) == '[';
      return new Atlas(source, ahead, isArray ? JsonPieces.items(ahead) : JsonPieces.lines(ahead));
    }

    /** White space apart; what cannot be read shows when it is read. */
    private static int firstByte(BufferedInputStream in) {
      in.mark(MOST_WHITE_SPACE);
      try {
        int first = in.read();
        for (int i = 2; i < MOST_WHITE_SPACE && first >= 0 && first <= ' '; i++) {
          first = in.read();
        }
        in.reset();
        return first;
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    @Nullable ProbeResult read(JsonPiece piece) {
      return reader.read(piece.bytes());
    }

    @Override
    public long micros(ProbeResult result) {
      return Micros.of(result.getObservedAt());
    }

    @Override
    public Recorded recorded(Entry<ProbeResult> entry, ProbeResult result, long placeMicros) {
      return Recorded.decoded(result, placeMicros, entry.number(), entry.original());
    }

    @Override
    public @Nullable Session session(ProbeResult result) {
      return null;
    }

    @Override
    public SkipCounts skipped() {
      return reader.skipped();
    }
  }
}
