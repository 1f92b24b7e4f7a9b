package io.nightlight.recording;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Bytes compressed in each way that is read. */
final class Compressed {
  private Compressed() {}

  static byte[] as(Decompression kind, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (kind) {
          case GZIP -> new GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes, 1);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(0));
          case ZSTD -> new ZstdOutputStream(bytes).setChecksum(true);
          case NONE -> bytes;
        }) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
