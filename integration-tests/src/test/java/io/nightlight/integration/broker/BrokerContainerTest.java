package io.nightlight.integration.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokerContainerTest {
  @Test
  void theContainerHasTheSettingsOfTheProcessButItsOwnPlace() {
    assertThat(BrokerContainer.settings())
        .containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .containsEntry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
        .containsEntry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
        .doesNotContainKeys("KAFKA_LISTENERS", "KAFKA_NODE_ID", "KAFKA_LOG_DIRS");
  }
}
