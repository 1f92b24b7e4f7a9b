package io.nightlight.job;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.wire.geo.CountryMapException;
import io.nightlight.wire.geo.CountryMapReader;
import java.nio.file.Path;

/** The country map that a configuration names. */
public final class CountryMaps {
  private CountryMaps() {}

  /**
   * @throws CountryMapException with one line, if the file cannot be read
   */
  public static CountryMap of(JobConfig config) throws CountryMapException {
    return config.geoFile().isEmpty()
        ? CountryMapReader.shipped()
        : CountryMapReader.read(Path.of(config.geoFile()));
  }
}
