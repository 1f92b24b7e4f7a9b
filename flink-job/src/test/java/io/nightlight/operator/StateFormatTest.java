package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Visibility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/**
 * State that a release has written is read by every later one. The bytes of each format lie in
 * {@code src/test/resources/state}; a new version of a format is stored beside the old ones by
 * {@code mvn test -Dtest=StateFormatTest -Dnightlight.state=write}, and no stored file is ever
 * changed.
 */
class StateFormatTest {
  private static final Path STORE = Path.of("src/test/resources/state");
  private static final long WINDOW = 60_000_000L;

  /** 22 December 2014, 23:50 UTC. */
  private static final long T0 = 1_419_292_200_000_000L;

  /**
   * A table through a sweep, with a dump under way, sessions of one AS, a lost prefix and
   * operations that wait.
   */
  private static RouteTable table() {
    RouteTable table = new RouteTable(WINDOW);
    for (long session = 1; session <= 70; session++) {
      for (int third = 176; third < 180; third++) {
        table.accept(session, 64_500 + session / 2, RouteOps.ANNOUNCE, T0, session, ipv4(third));
      }
    }
    table.accept(1, 64_500, RouteOps.ANNOUNCE, T0, 1, Prefix.parse("2a02:8000::/32"));
    for (int window = 1; window <= 12; window++) {
      table.settle(T0 + window * WINDOW, StateFormatTest::standing, (p, before, after) -> {});
    }
    for (long session = 1; session <= 70; session++) {
      table.accept(
          session, 64_500 + session / 2, RouteOps.WITHDRAW, T0 + 12 * WINDOW, 9, ipv4(176));
    }
    table.accept(2, 64_501, RouteOps.RIB_ROW, T0 + 12 * WINDOW, 10, ipv4(177));
    table.settle(T0 + 13 * WINDOW, StateFormatTest::standing, (p, before, after) -> {});
    table.accept(3, 64_501, RouteOps.WITHDRAW, T0 + 14 * WINDOW, 11, ipv4(178));
    return table;
  }

  private static long ipv4(int third) {
    return Prefix.parse("175.45." + third + ".0/24");
  }

  private static SessionStanding standing(long session) {
    return session == 69
        ? null
        : new SessionStanding(
            session,
            64_500 + session / 2,
            T0 + WINDOW,
            session == 70 ? Ballot.ABSTAINS : Ballot.VOTES,
            Long.MIN_VALUE,
            0,
            session == 2 ? T0 + 12 * WINDOW : 0,
            0);
  }

  /** A country in the middle of an outage. */
  private static CountryMemory country() {
    CountryMemory country = new CountryMemory();
    Provenance provenance = new Provenance("test", RunMode.LIVE, "1", "test");
    for (int window = 1; window <= 70; window++) {
      long end = T0 + window * WINDOW;
      for (int third = 176; third < 180 && (window == 1 || window == 66); third++) {
        country.apply(
            new CountryChange(
                "KP",
                end,
                ipv4(third),
                window == 1 ? Visibility.UNTRACKED : Visibility.VISIBLE,
                window == 1 ? Visibility.VISIBLE : Visibility.LOST,
                Prefix.firstBlock(ipv4(third)),
                1));
      }
      country
          .judge("KP", DetectionRules.defaults(), provenance)
          .judge(
              Micros.toInstant(end - WINDOW),
              Micros.toInstant(end),
              country.readRoutes(
                  end,
                  List.of(
                      new SessionStanding(
                          1, 64_501, T0, Ballot.VOTES, Long.MIN_VALUE, 0, T0, T0))));
    }
    return country;
  }

  private static <T> byte[] bytes(VersionedSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  private static <T> void assertStoredVersionsAreRead(
      String name, VersionedSerializer<T> serializer, T value) throws IOException {
    byte[] today = bytes(serializer, value);
    Path newest = STORE.resolve("v" + serializer.version()).resolve(name);
    if ("write".equals(System.getProperty("nightlight.state")) && !Files.exists(newest)) {
      Files.createDirectories(newest.getParent());
      Files.write(newest, today);
    }
    for (int version = 1; version <= serializer.version(); version++) {
      T read = serializer.deserialize(new DataInputDeserializer(stored(version, name)));
      assertThat(bytes(serializer, read)).as("%s of version %d", name, version).isEqualTo(today);
    }
    assertThat(stored(serializer.version(), name))
        .as("the format without its version")
        .isEqualTo(today);
  }

  private static byte[] stored(int version, String name) throws IOException {
    Path file = STORE.resolve("v" + version).resolve(name);
    assertThat(file).as("store it with -Dnightlight.state=write").exists();
    try (InputStream in = Files.newInputStream(file)) {
      return in.readAllBytes();
    }
  }

  @Test
  void everyStoredRouteTableIsRead() throws Exception {
    assertStoredVersionsAreRead("route-table.bin", new RouteTableSerializer(), table());
  }

  @Test
  void everyStoredCountryIsRead() throws Exception {
    assertStoredVersionsAreRead("country-memory.bin", new CountryMemorySerializer(), country());
  }

  @Test
  void aCopySharesNothing() throws Exception {
    RouteTableSerializer tables = new RouteTableSerializer();
    RouteTable table = table();
    RouteTable copy = tables.copy(table);
    byte[] before = bytes(tables, copy);
    table.settle(T0 + 20 * WINDOW, StateFormatTest::standing, (p, b, a) -> {});
    assertThat(bytes(tables, copy)).isEqualTo(before);
    assertThat(bytes(tables, table)).isNotEqualTo(before);

    CountryMemorySerializer countries = new CountryMemorySerializer();
    CountryMemory country = country();
    CountryMemory twin = countries.copy(country);
    byte[] then = bytes(countries, twin);
    country.apply(
        new CountryChange(
            "KP",
            T0,
            ipv4(176),
            Visibility.LOST,
            Visibility.VISIBLE,
            Prefix.firstBlock(ipv4(176)),
            1));
    assertThat(bytes(countries, twin)).isEqualTo(then);
    assertThat(bytes(countries, country)).isNotEqualTo(then);
  }

  @Test
  void aFormatFromTheFutureIsRefusedByItsNumber() throws Exception {
    byte[] future = bytes(new RouteTableSerializer(), table());
    future[0] = 99;
    assertThatIllegalStateException()
        .isThrownBy(() -> new RouteTableSerializer().deserialize(new DataInputDeserializer(future)))
        .withMessageContaining("99");
  }
}
