package io.nightlight.wire.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Network;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import io.nightlight.domain.geo.CountryMapBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A country map in the MaxMind DB format 2.0. The country is the string at {@code country.iso_code}
 * (GeoLite2 and its like) or {@code country_code} or a two-letter {@code country}; a network
 * without one is nobody's.
 */
final class MmdbNetworks {
  private static final int LONGEST_TYPE = 40;

  private MmdbNetworks() {}

  /**
   * Adds all networks to the builder; those that are aliases of IPv4 space in IPv6 are left out.
   *
   * @param label the file, for messages
   * @return the map's name: the database's type and the day it was built
   */
  static String read(InputStream in, String label, CountryMapBuilder builder)
      throws CountryMapException {
    boolean found = false;
    try (Reader reader = new Reader(in, new CHMCache())) {
      Networks<Object> networks = reader.networks(Object.class);
      while (networks.hasNext()) {
        DatabaseRecord<Object> network = networks.next();
        Optional<String> country = countryOf(network.data());
        found |= country.isPresent();
        if (country.isPresent()) {
          add(network.network(), country.get(), label, builder);
        }
      }
      if (!found) {
        throw new CountryMapException(
            label + ": no network has a country.iso_code or country_code");
      }
      return name(reader.getMetadata());
    } catch (CountryMapException e) {
      throw e;
    } catch (IOException | InvalidNetworkException | RuntimeException e) {
      throw new CountryMapException(
          label + ": neither CSV nor an intact MMDB: " + e.getMessage(), e);
    }
  }

  private static void add(Network network, String country, String label, CountryMapBuilder builder)
      throws CountryMapException {
    try {
      byte[] address = network.networkAddress().getAddress();
      builder.addNetwork(address, network.prefixLength(), country);
    } catch (IllegalArgumentException e) {
      throw new CountryMapException(label + ": " + network + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> countryOf(Object record) {
    if (!(record instanceof Map<?, ?> data)) {
      return Optional.empty();
    }
    if (data.get("country") instanceof Map<?, ?> country
        && country.get("iso_code") instanceof String code) {
      return Optional.of(code);
    }
    if (data.get("country_code") instanceof String code) {
      return Optional.of(code);
    }
    return data.get("country") instanceof String code && code.length() == 2
        ? Optional.of(code)
        : Optional.empty();
  }

  private static String name(Metadata metadata) {
    String type = metadata.databaseType().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String shortType = type.substring(0, Math.min(type.length(), LONGEST_TYPE));
    String day =
        DateTimeFormatter.ISO_LOCAL_DATE.format(metadata.buildTime().atOffset(ZoneOffset.UTC));
    return "mmdb-" + shortType + "-" + day;
  }
}
