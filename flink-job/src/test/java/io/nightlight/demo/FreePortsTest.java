package io.nightlight.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void areDifferentAndNoneThatSystemsGiveToAnybody() throws IOException {
    List<Integer> ports = FreePorts.find(50);
    assertThat(ports).hasSize(50).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
  }

  @Test
  void areFreeWhenTheyAreTold() throws IOException {
    for (int port : FreePorts.find(3)) {
      try (ServerSocket socket = new ServerSocket(port, 1, FreePorts.loopback())) {
        assertThat(socket.isBound()).isTrue();
      }
    }
  }
}
