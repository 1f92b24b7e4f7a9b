package io.nightlight.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.wire.CollectorHosts;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorNamesTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # BGPStream's names
          routeviews.route-views.jinx.updates.1401493500.bz2, route-views.jinx
          x/routeviews.route-views.jinx.ribs.1401487200.bz2,  route-views.jinx
          ris.rrc06.updates.1401488100.gz,                    rrc06
          # the archive's name in the file's name
          rrc00.updates.19990903.1041.gz,                     rrc00
          rrc01.ris.ripe.net.updates.20200101.0000.gz,        rrc01
          RRC01-bview.20200101.0000.gz,                       rrc01
          route-views.linx.updates.20210101.0000.bz2,         route-views.linx
          route-views2.routeviews.org.rib.20210101.0000.bz2,  route-views2
          route-views6.updates.20210101.0000.bz2,             route-views6
          route-views.routeviews.org.rib.20210101.bz2,        route-views
          # the archive's name in a folder's name
          route-views.jinx/bgpdata/2014.05/UPDATES/updates.20140530.2200.bz2, route-views.jinx
          data.ris.ripe.net/rrc06/2014.05/bview.20140530.1600.gz,             rrc06
          rrc01.ris.ripe.net/updates.20140530.2200.gz,                        rrc01
          rrc01/rrc02/updates.gz,                                             rrc02
          # the folder's name, unless it is a mere layout
          caida-libbgpstream/updates.example.bz2,             caida-libbgpstream
          lab/2014.05/RIBS/rib.20140530.2200.bz2,             lab
          lab/2014.05/UPDATES/updates.20140530.2200.bz2,      lab
          Lab/./x/../updates.gz,                              Lab
          # no name at all: all of one collector
          rib.20140530.2200.bz2,                              unnamed
          updates.20140530.2200.bz2,                          unnamed
          ribs/rib.20140530.2200.bz2,                         unnamed
          updates/updates.20140530.2200.bz2,                  unnamed
          ../updates.gz,                                      unnamed
          # what only looks like a name
          xrrc06.gz,                                          unnamed
          rrc006.gz,                                          unnamed
          """)
  void namesTheCollector(String path, String collector) {
    assertThat(CollectorNames.of(Path.of(path))).isEqualTo(collector);
  }

  @ParameterizedTest
  @CsvSource({
    "rrc01.ris.ripe.net, rrc01",
    "route-views.linx.routeviews.org, route-views.linx",
    "rrc01, rrc01",
    "lab.example.net, lab.example.net"
  })
  void dropsTheHostsDomain(String name, String collector) {
    assertThat(CollectorHosts.withoutDomain(name)).isEqualTo(collector);
  }
}
