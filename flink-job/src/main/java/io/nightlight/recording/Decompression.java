package io.nightlight.recording;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * How a file is compressed, told by its first bytes and never by its name. Files of several members
 * one after the other, as {@code cat a.gz b.gz} makes them, are read to the end.
 */
public enum Decompression {
  GZIP {
    @Override
    boolean recognises(byte[] head) {
      return startsWith(head, 0, 0x1F, 0x8B, 0x08);
    }

    @Override
    InputStream decompress(InputStream in) throws IOException {
      return GzipCompressorInputStream.builder()
          .setInputStream(in)
          .setDecompressConcatenated(true)
          .get();
    }
  },
  BZIP2 {
    /** With the first block's mark: "BZh" alone is also an MRT record of 11 April 2005. */
    @Override
    boolean recognises(byte[] head) {
      return startsWith(head, 0, 'B', 'Z', 'h')
          && (startsWith(head, 4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
              || startsWith(head, 4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
    }

    @Override
    InputStream decompress(InputStream in) throws IOException {
      return new BZip2CompressorInputStream(in, true);
    }
  },
  XZ {
    @Override
    boolean recognises(byte[] head) {
      return startsWith(head, 0, 0xFD, '7', 'z', 'X', 'Z', 0x00);
    }

    @Override
    InputStream decompress(InputStream in) throws IOException {
      return new XZInputStream(in, MOST_XZ_MEMORY_KIB);
    }
  },
  ZSTD {
    @Override
    boolean recognises(byte[] head) {
      return startsWith(head, 0, 0x28, 0xB5, 0x2F, 0xFD);
    }

    @Override
    InputStream decompress(InputStream in) throws IOException {
      return new ZstdInputStream(in);
    }
  },
  NONE {
    @Override
    boolean recognises(byte[] head) {
      return true;
    }

    @Override
    InputStream decompress(InputStream in) {
      return in;
    }
  };

  /** {@code xz -9} needs 65 MiB; a damaged header may claim 4 GiB. */
  private static final int MOST_XZ_MEMORY_KIB = 256 << 10;

  private static final int HEAD_BYTES = 10;
  private static final int BUFFER_BYTES = 64 << 10;

  abstract boolean recognises(byte[] head);

  abstract InputStream decompress(InputStream in) throws IOException;

  /**
   * The decompressed content, buffered. Where it is damaged, from its first byte on, reading throws
   * an IOException and nothing else; an EOFException where it ends too early.
   */
  public static InputStream open(InputStream file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(file, BUFFER_BYTES);
    in.mark(HEAD_BYTES);
    byte[] head = in.readNBytes(HEAD_BYTES);
    in.reset();
    for (Decompression kind : values()) {
      if (kind.recognises(head)) {
        return kind == NONE ? in : new BufferedInputStream(kind.new Content(in), BUFFER_BYTES);
      }
    }
    throw new IllegalStateException("NONE recognises everything");
  }

  private static boolean startsWith(byte[] head, int at, int... magic) {
    if (head.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[at + i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Decompressors meet damaged data with exceptions of all kinds, some before the first byte. */
  private final class Content extends InputStream {
    private final InputStream compressed;
    private @Nullable InputStream content;

    Content(InputStream compressed) {
      this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      try {
        InputStream started = content;
        if (started == null) {
          started = decompress(compressed);
          content = started;
        }
        return started.read(target, from, count);
      } catch (RuntimeException e) {
        throw new IOException("damaged " + Decompression.this + " data", e);
      } catch (IOException e) {
        throw endsEarly(e) ? new EOFException(e.getMessage()) : e;
      }
    }

    /** bzip2's and zstd's readers have no exception of its own for it, only these words. */
    private static boolean endsEarly(IOException e) {
      String message = String.valueOf(e.getMessage());
      return message.contains("nexpected end of") || message.contains("Truncated source");
    }

    @Override
    public void close() throws IOException {
      InputStream started = content;
      if (started == null) {
        compressed.close();
      } else {
        started.close();
      }
    }
  }
}
