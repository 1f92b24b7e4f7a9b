package io.nightlight.schema.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records of one class in Avro's single-object encoding. For one thread at a time; reuses
 * its buffer.
 */
public final class SingleObjectEncoder<T extends SpecificRecord> {
  private final byte[] header = new byte[SingleObjectFormat.HEADER_BYTES];
  private final DatumWriter<T> writer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  /** Unbuffered, so that a record that fails half-way leaves nothing behind for the next one. */
  private final BinaryEncoder body = EncoderFactory.get().directBinaryEncoder(bytes, null);

  private SingleObjectEncoder(Class<T> type) {
    SpecificData model = SingleObjectFormat.modelOf(type);
    Schema schema = model.getSchema(type);
    writer = new SpecificDatumWriter<>(schema, model);
    header[0] = SingleObjectFormat.MARKER;
    header[1] = SingleObjectFormat.FORMAT_VERSION;
    SingleObjectFormat.LITTLE_ENDIAN_LONG.set(
        header, 2, SchemaNormalization.parsingFingerprint64(schema));
  }

  public static <T extends SpecificRecord> SingleObjectEncoder<T> of(Class<T> type) {
    return new SingleObjectEncoder<>(type);
  }

  /**
   * The record's bytes, header included.
   *
   * @throws RuntimeException of Avro's if the record breaks its schema, such as a null in a field
   *     that allows none
   */
  public byte[] encode(T record) {
    bytes.reset();
    bytes.writeBytes(header);
    try {
      writer.write(record, body);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory, and yet", e);
    }
    return bytes.toByteArray();
  }
}
