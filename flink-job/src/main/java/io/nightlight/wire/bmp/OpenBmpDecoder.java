package io.nightlight.wire.bmp;

import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.Admission;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.FeedDecoder;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.ByteCursor;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A topic of OpenBMP's {@code bmp_raw}: a binary header and one BMP message or several.
 *
 * <p>A damaged message among several is left out and the others are read; the record is refused
 * once, with the first damage. Bytes behind the length that the header states are no part of it.
 */
public final class OpenBmpDecoder implements FeedDecoder {
  /** What a collector read from a router at once has some kilobytes. */
  private static final int MOST_BYTES = 4 << 20;

  /** Room for the number of a message within its record: a message has at least 6 bytes. */
  private static final int NUMBER_BITS = 20;

  private final BmpReader reader;
  private final Admission admission;

  /**
   * @param mostAhead how far a message's time may be ahead of its Kafka record's (pitfall P10)
   */
  public OpenBmpDecoder(Duration mostAhead, BmpView view) {
    reader = new BmpReader(view);
    admission = new Admission(mostAhead);
  }

  @Override
  public void decode(TopicRecord record, Consumer<Arrival> out) {
    Arrival refusal;
    try {
      refusal = read(record, out);
    } catch (BgpFormatException e) {
      refusal = record.refused(e.reason(), e.getMessage());
    }
    if (refusal != null) {
      out.accept(refusal);
    }
  }

  @Override
  public Map<Skipped, Long> skipped() {
    return reader.skipped().byKind();
  }

  /** The refusal of the first damaged message; null if there is none. */
  private @Nullable Arrival read(TopicRecord record, Consumer<Arrival> out)
      throws BgpFormatException {
    ByteCursor in = cursor(record.value());
    OpenBmpHeader header = OpenBmpHeader.read(in);
    ByteCursor messages = messages(in, header.messageBytes());
    @Nullable Arrival refusal = null;
    for (int number = 0; !messages.isEmpty(); number++) {
      try {
        ByteCursor message = BmpReader.cut(messages);
        Arrival arrival = read(message, header, record, number);
        if (arrival != null && !arrival.isRejected()) {
          out.accept(arrival);
        } else if (refusal == null) {
          refusal = arrival;
        }
      } catch (BgpFormatException unframed) {
        return refusal == null ? record.refused(unframed.reason(), unframed.getMessage()) : refusal;
      }
    }
    return refusal;
  }

  private @Nullable Arrival read(
      ByteCursor message, OpenBmpHeader header, TopicRecord record, int number) {
    try {
      long sequence = (record.offset() << NUMBER_BITS) + number;
      BgpMessage read = reader.read(message, header, sequence);
      return read == null ? null : admission.admit(read, record);
    } catch (BgpFormatException e) {
      return record.refused(e.reason(), e.getMessage());
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage());
    }
  }

  private static ByteCursor cursor(byte[] bytes) throws BgpFormatException {
    if (bytes.length > MOST_BYTES) {
      throw new BgpFormatException(RejectReason.TOO_LARGE, bytes.length + " bytes");
    }
    return ByteCursor.of(bytes);
  }

  private static ByteCursor messages(ByteCursor in, long length) throws BgpFormatException {
    if (length > in.remaining()) {
      throw new BgpFormatException(
          RejectReason.TRUNCATED,
          "BMP of " + length + " bytes where " + in.remaining() + " remain");
    }
    if (length == 0) {
      throw new BgpFormatException(RejectReason.MALFORMED, "no BMP message");
    }
    return in.slice((int) length, "BMP messages");
  }
}
