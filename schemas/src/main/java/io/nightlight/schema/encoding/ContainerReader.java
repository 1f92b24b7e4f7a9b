package io.nightlight.schema.encoding;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one kind from an object container file (Avro specification, "Object Container
 * Files") that nobody vouches for: nothing is allocated that the file only claims to hold, and no
 * more than {@link #MOST_BLOCK_BYTES} at once. Blocks are plain or deflated. For one thread at a
 * time.
 */
public final class ContainerReader<T extends SpecificRecord> {
  /** The largest block, as it lies in the file and unpacked; writers cut at 64 KB or some more. */
  public static final int MOST_BLOCK_BYTES = 1 << 25;

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC_BYTES = 16;
  private static final int MOST_HEADER_BYTES = 1 << 20;
  private static final int STEP_BYTES = 1 << 16;

  private final InputStream in;
  private final Schema today;
  private final byte[] sync;
  private final boolean deflated;
  private final DatumReader<T> reader;
  private final BoundedDecoder body = new BoundedDecoder();
  private long at;
  private long blockAt;
  private byte[] block = {};
  private long recordsLeft;
  private int recordFrom;
  private boolean ended;

  /**
   * Reads the header.
   *
   * @throws TruncatedRecordException if the file ends within it
   * @throws UnknownSchemaException if no released schema is the one that it names
   * @throws UnexpectedRecordException if it holds records of another kind
   * @throws MalformedRecordException if it is no such file, or its blocks are packed otherwise
   * @throws IOException as reading {@code in} throws it
   */
  public ContainerReader(Class<T> type, InputStream in) throws IOException {
    this.in = in;
    SpecificData model = SingleObjectFormat.modelOf(type);
    today = model.getSchema(type);
    try {
      if (!Arrays.equals(bytes(MAGIC.length), MAGIC)) {
        throw new MalformedRecordException("no Avro container");
      }
      Map<String, byte[]> header = header();
      sync = bytes(SYNC_BYTES);
      String codec =
          new String(header.getOrDefault("avro.codec", new byte[0]), StandardCharsets.UTF_8);
      deflated = codec.equals("deflate");
      if (!deflated && !codec.isEmpty() && !codec.equals("null")) {
        throw new MalformedRecordException("blocks packed by a codec that is not read");
      }
      Schema writers = schema(header.get("avro.schema"));
      if (!writers.getFullName().equals(today.getFullName())) {
        throw new UnexpectedRecordException(today.getName(), writers.getName());
      }
      reader = new SpecificDatumReader<>(writers, today, model);
    } catch (EOFException e) {
      throw new TruncatedRecordException("the container's header has no end", e);
    }
  }

  /**
   * The next record, resolved to today's schema; null at the end.
   *
   * @throws TruncatedRecordException if the file ends within a block; nothing follows
   * @throws MalformedRecordException if a record cannot be: its block is left, and the next one
   *     follows; or if what follows is no block: nothing follows
   * @throws IOException as reading {@code in} throws it; nothing follows
   */
  public @Nullable T next() throws IOException {
    while (recordsLeft == 0 && !ended) {
      readBlock();
    }
    return recordsLeft == 0 ? null : readRecord();
  }

  /** Where the block begins in the file that the last record, or what was refused, lies in. */
  public long blockOffset() {
    return blockAt;
  }

  /** The bytes of the last record; after a refusal those of its block, as far as they are known. */
  public byte[] original() {
    return Arrays.copyOfRange(block, recordFrom, Math.max(recordFrom, body.position()));
  }

  private T readRecord() {
    recordFrom = body.position();
    try {
      T record = reader.read(null, body);
      recordsLeft--;
      if (recordsLeft == 0 && body.remaining() > 0) {
        throw new IOException(body.remaining() + " bytes follow the block's records");
      }
      return record;
    } catch (IOException | RuntimeException e) {
      String what = "not a " + today.getName() + " at byte " + body.position() + " of the block: ";
      leaveBlock();
      throw new MalformedRecordException(what + e.getMessage(), e);
    }
  }

  /** All of it is the original of the refusal. */
  private void leaveBlock() {
    recordsLeft = 0;
    recordFrom = 0;
    body.configure(block, block.length);
  }

  private void readBlock() throws IOException {
    ended = true;
    blockAt = at;
    block = new byte[0];
    leaveBlock();
    int first = in.read();
    if (first < 0) {
      return;
    }
    at++;
    try {
      long records = number(first);
      long size = number(nextByte());
      if (records < 0 || size < 0 || size > MOST_BLOCK_BYTES) {
        throw new MalformedRecordException(
            "a block of " + records + " records, " + size + " bytes");
      }
      block = bytes((int) size);
      leaveBlock();
      if (!Arrays.equals(bytes(SYNC_BYTES), sync)) {
        throw new MalformedRecordException("a block without the mark at its end");
      }
      ended = false;
      block = deflated ? inflate(block) : block;
      body.configure(block, 0);
      if (records > block.length) {
        throw new MalformedRecordException(records + " records in " + block.length + " bytes");
      }
      recordsLeft = records;
    } catch (EOFException e) {
      throw new TruncatedRecordException("the file ends within a block", e);
    }
  }

  private static byte[] inflate(byte[] packed) {
    Inflater inflater = new Inflater(true);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    byte[] step = new byte[STEP_BYTES];
    try {
      inflater.setInput(packed);
      while (!inflater.finished()) {
        int count = inflater.inflate(step);
        plain.write(step, 0, count);
        if (plain.size() > MOST_BLOCK_BYTES) {
          throw new MalformedRecordException("a block that unpacks to more than it may");
        }
        if (count == 0 && !inflater.finished()) {
          throw new MalformedRecordException("a packed block that has no end");
        }
      }
      return plain.toByteArray();
    } catch (DataFormatException e) {
      throw new MalformedRecordException("a block that cannot be unpacked: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private Map<String, byte[]> header() throws IOException {
    Map<String, byte[]> header = new HashMap<>();
    for (long count = number(nextByte()); count != 0; count = number(nextByte())) {
      if (count < 0) {
        number(nextByte()); // the size of the map's block
      }
      for (long i = Math.abs(count); i > 0; i--) {
        String key = new String(headerBytes(), StandardCharsets.UTF_8);
        header.put(key, headerBytes());
      }
    }
    return header;
  }

  private byte[] headerBytes() throws IOException {
    long length = number(nextByte());
    if (length < 0 || at + length > MOST_HEADER_BYTES) {
      throw new MalformedRecordException("a length of " + length + " in the container's header");
    }
    return bytes((int) length);
  }

  /** Of ours, and not as the file has it: a schema of theirs could nest and repeat without end. */
  private static Schema schema(byte @Nullable [] json) {
    if (json == null) {
      throw new MalformedRecordException("a container without a schema");
    }
    long fingerprint;
    try {
      Schema named = new Schema.Parser().parse(new String(json, StandardCharsets.UTF_8));
      fingerprint = SchemaNormalization.parsingFingerprint64(named);
    } catch (RuntimeException e) {
      throw new MalformedRecordException("the container's schema cannot be read", e);
    }
    Schema released = SchemaVersions.shipped().find(fingerprint);
    if (released == null) {
      throw new UnknownSchemaException(fingerprint);
    }
    return released;
  }

  /** No more is allocated at once than has been read already, and a step. */
  private byte[] bytes(int count) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(Math.min(count, STEP_BYTES));
    int missing = count;
    while (missing > 0) {
      if (!read.hasRemaining()) {
        read = ByteBuffer.allocate(Math.min(count, 2 * read.capacity())).put(read.flip());
      }
      int more = in.read(read.array(), read.position(), read.remaining());
      if (more < 0) {
        throw new EOFException();
      }
      read.position(read.position() + more);
      at += more;
      missing -= more;
    }
    return Arrays.copyOf(read.array(), count);
  }

  private int nextByte() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException();
    }
    at++;
    return next;
  }

  private long number(int first) throws IOException {
    long zigzag = 0;
    int next = first;
    for (int shift = 0; shift < 70; shift += 7) {
      zigzag |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return zigzag >>> 1 ^ -(zigzag & 1);
      }
      next = nextByte();
    }
    throw new MalformedRecordException("a number of more than ten bytes");
  }
}
