package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaClientsTest {

  /** A name that is not known now may be known in a moment, so it is no mistake of the user's. */
  @ParameterizedTest
  @CsvSource({"use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"})
  void aHostThatIsNotKnownIsAKafkaThatDoesNotAnswer(String lookup) {
    JobConfig config =
        JobConfig.load(
            null,
            List.of(
                "kafka.bootstrap.servers=no-such-host.invalid:9092",
                "kafka.client.client.dns.lookup=" + lookup));

    assertThatThrownBy(() -> KafkaClients.admin(config)).isInstanceOf(KafkaUnavailable.class);
    assertThatThrownBy(() -> KafkaClients.writer(config)).isInstanceOf(KafkaUnavailable.class);
    assertThatThrownBy(() -> KafkaClients.reader(config, new StringDeserializer()))
        .isInstanceOf(KafkaUnavailable.class)
        .hasMessage("Kafka at no-such-host.invalid:9092 does not answer: no such host is known");
  }

  @Test
  void aPortThatIsNoneIsAMistake() {
    JobConfig config =
        JobConfig.load(null, List.of("kafka.bootstrap.servers=no-such-host.invalid:99999"));

    assertThatThrownBy(() -> KafkaClients.admin(config))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("Invalid port");
  }
}
