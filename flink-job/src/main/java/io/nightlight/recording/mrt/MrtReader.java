package io.nightlight.recording.mrt;

import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.ByteCursor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into MRT records.
 *
 * <p>Where the framing is lost, reading ends: a record's boundary can't be told from its content,
 * and a guessed one would invent routes.
 */
public final class MrtReader {
  /** The longest honest record: a prefix of a table dump with some ten thousand routes. */
  static final int MOST_RECORD_BYTES = 16 << 20;

  private static final int FIRST_CHUNK_BYTES = 4096;

  private final InputStream in;
  private long offset;
  private long number;
  private boolean ended;

  public MrtReader(InputStream in) {
    this.in = in;
  }

  /** Where the next record begins in the stream, in bytes. */
  public long offset() {
    return offset;
  }

  /**
   * The next record; null at the end.
   *
   * @throws MrtDamageException once, if the rest cannot be read: TRUNCATED, TOO_LARGE, or MALFORMED
   *     where a decompressor gave up. Every call after it returns null.
   */
  public @Nullable MrtRecord next() throws MrtDamageException {
    if (ended) {
      return null;
    }
    byte[] header = read(MrtRecord.HEADER_BYTES, new byte[0]);
    if (header.length == 0) {
      ended = true;
      return null;
    }
    number++;
    if (header.length < MrtRecord.HEADER_BYTES) {
      throw damage(RejectReason.TRUNCATED, "the file ends within a record's header", header);
    }
    return record(header);
  }

  private MrtRecord record(byte[] header) throws MrtDamageException {
    try {
      ByteCursor fields = ByteCursor.of(header);
      long seconds = fields.u32();
      int type = fields.u16();
      int subtype = fields.u16();
      long length = fields.u32();
      if (length > MOST_RECORD_BYTES) {
        throw damage(
            RejectReason.TOO_LARGE,
            "a record of " + length + " bytes; the rest of the file is not read",
            header);
      }
      byte[] bytes = read((int) length, header);
      if (bytes.length < MrtRecord.HEADER_BYTES + length) {
        throw damage(
            RejectReason.TRUNCATED,
            "the file ends within a record: "
                + (bytes.length - MrtRecord.HEADER_BYTES)
                + " of "
                + length
                + " bytes",
            bytes);
      }
      MrtRecord record = new MrtRecord(number, offset, seconds, type, subtype, bytes);
      offset += bytes.length;
      return record;
    } catch (BgpFormatException impossible) {
      throw new IllegalStateException("a header of 12 bytes", impossible);
    }
  }

  /** Up to {@code count} bytes more, behind those there are; fewer only at the end. */
  private byte[] read(int count, byte[] before) throws MrtDamageException {
    byte[] bytes = Arrays.copyOf(before, before.length + Math.min(count, FIRST_CHUNK_BYTES));
    int wanted = before.length + count;
    int at = before.length;
    try {
      while (at < wanted) {
        if (at == bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(wanted, 2 * at));
        }
        int read = in.read(bytes, at, bytes.length - at);
        if (read < 0) {
          break;
        }
        at += read;
      }
    } catch (EOFException e) {
      throw damage(RejectReason.TRUNCATED, "the compressed file ends too early", cut(bytes, at));
    } catch (IOException e) {
      throw damage(
          RejectReason.MALFORMED, "the file cannot be read on: " + e.getMessage(), cut(bytes, at));
    }
    return cut(bytes, at);
  }

  private static byte[] cut(byte[] bytes, int length) {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private MrtDamageException damage(RejectReason reason, String message, byte[] bytes) {
    ended = true;
    return new MrtDamageException(reason, message, bytes);
  }
}
