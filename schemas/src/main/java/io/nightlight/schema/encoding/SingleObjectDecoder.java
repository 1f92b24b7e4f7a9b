package io.nightlight.schema.encoding;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one class from Avro's single-object encoding, written with any schema version
 * that was ever released. For one thread at a time.
 *
 * <p>Made for bytes that nobody vouches for: whatever they are, the answer is a record or an {@link
 * UnreadableRecordException}, and no length in them makes it allocate more than a small multiple of
 * their own number.
 */
public final class SingleObjectDecoder<T extends SpecificRecord> {
  private final SpecificData model;
  private final Schema today;
  private final Map<Long, DatumReader<T>> readers = new HashMap<>();
  private final BoundedDecoder body = new BoundedDecoder();

  private long lastFingerprint;
  private @Nullable DatumReader<T> lastReader;

  private SingleObjectDecoder(Class<T> type) {
    model = SingleObjectFormat.modelOf(type);
    today = model.getSchema(type);
  }

  public static <T extends SpecificRecord> SingleObjectDecoder<T> of(Class<T> type) {
    return new SingleObjectDecoder<>(type);
  }

  /**
   * The record in {@code bytes}, resolved to today's schema.
   *
   * @throws UnknownSchemaException if no released schema has the fingerprint
   * @throws UnexpectedRecordException if it is another kind of record
   * @throws TruncatedRecordException if the bytes end too early
   * @throws MalformedRecordException if they are no such record in any other way; also if something
   *     follows the record
   */
  public T decode(byte[] bytes) {
    DatumReader<T> reader = readerFor(fingerprintOf(bytes));
    body.configure(bytes, SingleObjectFormat.HEADER_BYTES);
    T decoded = read(reader);
    if (body.remaining() > 0) {
      throw new MalformedRecordException(body.remaining() + " bytes follow the record");
    }
    return decoded;
  }

  // Avro answers a union branch or an enum symbol out of range with whatever exception its tables
  // happen to throw.
  private T read(DatumReader<T> reader) {
    try {
      return reader.read(null, body);
    } catch (EOFException e) {
      throw new TruncatedRecordException(message(e), e);
    } catch (IOException | RuntimeException e) {
      throw new MalformedRecordException(message(e), e);
    }
  }

  private String message(Exception e) {
    return "not a " + today.getName() + " at byte " + body.position() + ": " + e.getMessage();
  }

  private static long fingerprintOf(byte[] bytes) {
    if (bytes.length >= 2
        && (bytes[0] != SingleObjectFormat.MARKER
            || bytes[1] != SingleObjectFormat.FORMAT_VERSION)) {
      throw new MalformedRecordException("no single-object encoding: does not begin with C3 01");
    }
    if (bytes.length < SingleObjectFormat.HEADER_BYTES) {
      throw new TruncatedRecordException(
          bytes.length + " bytes, less than the header of single-object encoding");
    }
    return (long) SingleObjectFormat.LITTLE_ENDIAN_LONG.get(bytes, 2);
  }

  private DatumReader<T> readerFor(long fingerprint) {
    DatumReader<T> reader = lastReader;
    if (reader == null || fingerprint != lastFingerprint) {
      reader = readers.get(fingerprint);
      if (reader == null) {
        reader = newReader(fingerprint);
        readers.put(fingerprint, reader);
      }
      lastReader = reader;
      lastFingerprint = fingerprint;
    }
    return reader;
  }

  private DatumReader<T> newReader(long fingerprint) {
    Schema writers = SchemaVersions.shipped().find(fingerprint);
    if (writers == null) {
      throw new UnknownSchemaException(fingerprint);
    }
    if (!writers.getFullName().equals(today.getFullName())) {
      throw new UnexpectedRecordException(today.getName(), writers.getName());
    }
    return new SpecificDatumReader<>(writers, today, model);
  }
}
