package io.nightlight.wire.geo;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Reads country maps: the shipped one, and files in its form ({@link CountryMapCodec}), CSV ({@link
 * CsvRanges}) or MMDB ({@link MmdbNetworks}), plain or compressed by gzip or xz. Content decides,
 * names don't.
 */
public final class CountryMapReader {
  static final String SHIPPED = "country-map.xz";
  private static final int LOOK_AHEAD = 4096;

  private CountryMapReader() {}

  /**
   * The shipped map: the delegations of the five registries. Its bytes are part of this release, so
   * it can't fail for reasons of the user's.
   */
  public static CountryMap shipped() {
    return Shipped.MAP;
  }

  /**
   * Reads the map in a file.
   *
   * @throws CountryMapException if there is no such file, or it is no map, or any of it is damaged:
   *     half a map would move blocks to the wrong country without a word
   */
  public static CountryMap read(Path file) throws CountryMapException {
    CountryMapBuilder builder = new CountryMapBuilder();
    return builder.build(add(file, builder));
  }

  /**
   * Reads one map out of several files, such as one for IPv4 and one for IPv6.
   *
   * @param name the map's name, whatever the files say, see {@link CountryMap#name}
   * @throws CountryMapException as {@link #read(Path)}
   */
  static CountryMap read(String name, List<Path> files) throws CountryMapException {
    CountryMapBuilder builder = new CountryMapBuilder();
    for (Path file : files) {
      add(file, builder);
    }
    return builder.build(name);
  }

  private static String add(Path file, CountryMapBuilder builder) throws CountryMapException {
    try (InputStream in = Files.newInputStream(file)) {
      return add(in, file.toString(), builder);
    } catch (CountryMapException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new CountryMapException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new CountryMapException(file + ": can't be read: " + oneLine(e), e);
    }
  }

  /** Adds what the stream says; returns the map's name. */
  private static String add(InputStream raw, String label, CountryMapBuilder builder)
      throws IOException {
    InputStream in = decompressed(new BufferedInputStream(raw, 1 << 16));
    byte[] start = peek(in, LOOK_AHEAD);
    if (CountryMapCodec.recognises(start)) {
      return CountryMapCodec.read(in, label, builder);
    }
    for (byte b : start) {
      if (b == 0) { // never in text, always among the first nodes of an MMDB
        return MmdbNetworks.read(in, label, builder);
      }
    }
    CsvRanges.read(in, label, builder);
    return "csv";
  }

  private static BufferedInputStream decompressed(BufferedInputStream in) throws IOException {
    byte[] start = peek(in, 6);
    if (startsWith(start, 0x1F, 0x8B)) {
      return new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16);
    }
    if (startsWith(start, 0xFD, '7', 'z', 'X', 'Z', 0)) {
      return new BufferedInputStream(new XZInputStream(in), 1 << 16);
    }
    return in;
  }

  private static byte[] peek(InputStream in, int length) throws IOException {
    in.mark(length);
    byte[] start = in.readNBytes(length);
    in.reset();
    return start;
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String oneLine(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
        .replaceAll("\\s+", " ");
  }

  /** Loads on first use; the JVM sees to it that one thread does and the others wait. */
  private static final class Shipped {
    static final CountryMap MAP = load();

    private static CountryMap load() {
      try (InputStream in =
          Objects.requireNonNull(CountryMapReader.class.getResourceAsStream(SHIPPED), SHIPPED)) {
        CountryMapBuilder builder = new CountryMapBuilder();
        String name = add(in, SHIPPED, builder);
        return builder.build(name);
      } catch (IOException e) {
        throw new UncheckedIOException("the shipped country map can't be read", e);
      }
    }
  }
}
