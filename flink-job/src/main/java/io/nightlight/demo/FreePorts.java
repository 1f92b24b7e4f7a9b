package io.nightlight.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface that nobody listens on now.
 *
 * <p>They are drawn below those that systems give to whoever takes any port, be it to listen or to
 * connect, as systems are set: until the process that they are for listens there, hardly anybody
 * else comes upon them.
 */
public final class FreePorts {
  private static final int LOWEST = 10_240;

  /** Linux gives those from 32,768 on, others from 49,152 on (RFC 6335, section 6). */
  private static final int FIRST_OF_ANYBODY = 32_768;

  private static final int DRAWS = 1_000;

  private FreePorts() {}

  /**
   * So many, all different.
   *
   * @throws IOException if none is found
   */
  public static List<Integer> find(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(listen());
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static ServerSocket listen() throws IOException {
    for (int draw = 0; draw < DRAWS; draw++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, FIRST_OF_ANYBODY);
      try {
        return new ServerSocket(port, 1, loopback());
      } catch (BindException e) {
        // somebody listens there
      }
    }
    throw new IOException("no free port below " + FIRST_OF_ANYBODY);
  }

  /** Where they are looked for: 127.0.0.1, also where a name says otherwise. */
  public static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
