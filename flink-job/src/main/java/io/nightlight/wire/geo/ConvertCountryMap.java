package io.nightlight.wire.geo;

import io.nightlight.domain.geo.CountryMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the shipped country map out of files that {@link CountryMapReader} reads; how and when:
 * docs/country-map.md.
 */
public final class ConvertCountryMap {
  private ConvertCountryMap() {}

  /**
   * Converts; prints the new map's version and size.
   *
   * @param args the map's name, the credit, the file to write, the files to read
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 4) {
      System.err.println("usage: ConvertCountryMap NAME CREDIT OUT IN...");
      System.exit(2);
    }
    List<Path> inputs = Arrays.stream(args).skip(3).map(Path::of).toList();
    CountryMap map = convert(args[0], args[1], Path.of(args[2]), inputs);
    System.out.printf(
        "%s: %d countries, %d bytes%n",
        map.version(), map.countries().size(), Files.size(Path.of(args[2])));
  }

  static CountryMap convert(String name, String credit, Path target, List<Path> inputs)
      throws IOException {
    CountryMap map = CountryMapReader.read(name, inputs);
    try (OutputStream out = Files.newOutputStream(target)) {
      CountryMapCodec.write(map, credit, out);
    }
    return map;
  }
}
