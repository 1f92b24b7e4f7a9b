package io.nightlight.wire.geo;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.geo.PartVisitor;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * Nightlight's own form of a country map, small and quick to load; the shipped map has it.
 *
 * <p>Within an xz stream: three lines of UTF-8, {@code nightlight-country-map 1}, {@code name: ...}
 * and {@code credit: ...}; then for IPv4 and for IPv6 the number of ranges and the ranges in
 * ascending order, each as the unowned blocks since the end of the one before, its blocks, and two
 * ASCII letters. Blocks are /24s and /48s. Numbers are unsigned LEB128: seven bits a byte, lowest
 * first, the top bit set on all but the last.
 *
 * <p>The same map, name and credit give the same bytes on every machine: the compressor is plain
 * Java.
 */
final class CountryMapCodec {
  private static final String FORMAT = "nightlight-country-map ";
  private static final String VERSION = "1";
  private static final int LONGEST_LINE = 1000;

  private CountryMapCodec() {}

  /** Whether a file that begins with these bytes, once decompressed, is in this form. */
  static boolean recognises(byte[] start) {
    return new String(start, StandardCharsets.ISO_8859_1).startsWith(FORMAT);
  }

  /**
   * Adds all ranges to the builder.
   *
   * @param label the file, for messages
   * @return the map's name
   */
  static String read(InputStream in, String label, CountryMapBuilder builder) throws IOException {
    DataInputStream data = new DataInputStream(in);
    try {
      String version = line(data, FORMAT);
      if (!version.equals(VERSION)) {
        throw new IllegalArgumentException(
            "this release reads format " + VERSION + ", not " + version);
      }
      String name = line(data, "name: ");
      line(data, "credit: ");
      readRanges(data, builder::addIpv4Blocks);
      readRanges(data, builder::addIpv6Blocks);
      CountryMap.requireName(name);
      return name;
    } catch (EOFException e) {
      throw new CountryMapException(label + ": the country map is cut short", e);
    } catch (IllegalArgumentException e) {
      throw new CountryMapException(label + ": damaged country map: " + e.getMessage(), e);
    }
  }

  private static String line(DataInputStream data, String key) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte b = data.readByte(); b != '\n'; b = data.readByte()) {
      line.write(b);
      if (line.size() > LONGEST_LINE) {
        break;
      }
    }
    String text = line.toString(StandardCharsets.UTF_8);
    if (!text.startsWith(key)) {
      throw new IllegalArgumentException("no line " + key.strip());
    }
    return text.substring(key.length());
  }

  private static void readRanges(DataInputStream data, PartVisitor ranges) throws IOException {
    byte[] letters = new byte[2];
    long end = 0;
    for (long left = readNumber(data); left > 0; left--) {
      long first = end + readNumber(data);
      long count = readNumber(data);
      data.readFully(letters);
      ranges.part(new String(letters, StandardCharsets.ISO_8859_1), first, count);
      end = first + count;
    }
  }

  /** Nine bytes at most, so that no number is negative. */
  private static long readNumber(DataInputStream data) throws IOException {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte b = data.readByte();
      number |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }

  /**
   * Writes the map.
   *
   * @param credit whom the data is owed to, one line
   */
  static void write(CountryMap map, String credit, OutputStream out) throws IOException {
    if (credit.indexOf('\n') >= 0 || credit.length() > LONGEST_LINE / 4) {
      throw new IllegalArgumentException("the credit must be one short line");
    }
    String head = FORMAT + VERSION + "\nname: " + map.name() + "\ncredit: " + credit + "\n";
    Ranges ipv4 = new Ranges();
    Ranges ipv6 = new Ranges();
    map.forEachIpv4Range(ipv4);
    map.forEachIpv6Range(ipv6);
    try (XZOutputStream xz =
        new XZOutputStream(out, new LZMA2Options(LZMA2Options.PRESET_DEFAULT), XZ.CHECK_SHA256)) {
      xz.write(head.getBytes(StandardCharsets.UTF_8));
      ipv4.writeTo(xz);
      ipv6.writeTo(xz);
    }
  }

  /** The ranges of one address family on their way out. */
  private static final class Ranges implements PartVisitor {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long size;
    private long end;

    @Override
    public void part(String country, long firstBlock, long blockCount) {
      writeNumber(bytes, firstBlock - end);
      writeNumber(bytes, blockCount);
      bytes.writeBytes(country.getBytes(StandardCharsets.US_ASCII));
      end = firstBlock + blockCount;
      size++;
    }

    void writeTo(OutputStream out) throws IOException {
      ByteArrayOutputStream count = new ByteArrayOutputStream();
      writeNumber(count, size);
      count.writeTo(out);
      bytes.writeTo(out);
    }

    private static void writeNumber(ByteArrayOutputStream bytes, long number) {
      long left = number;
      for (; left > 0x7F; left >>>= 7) {
        bytes.write((int) ((left & 0x7F) | 0x80));
      }
      bytes.write((int) left);
    }
  }
}
