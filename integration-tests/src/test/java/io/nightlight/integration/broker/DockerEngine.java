package io.nightlight.integration.broker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;

/** The Docker engine that Testcontainers finds, if any. */
final class DockerEngine {
  private static final int MINUTES_TO_PULL = 10;

  private DockerEngine() {}

  /**
   * Why no container of an image can be started, or nothing if one can. An image that the engine
   * doesn't have is pulled.
   */
  static Optional<String> obstacleTo(String image) throws InterruptedException {
    silence();
    Optional<DockerClient> client = client();
    if (client.isEmpty()) {
      return Optional.of("no Docker engine answers");
    }
    try {
      return has(client.get(), image) || pull(client.get(), DockerImageName.parse(image))
          ? Optional.empty()
          : Optional.of("pulling " + image + " takes too long");
    } catch (RuntimeException e) {
      return Optional.of("the Docker engine cannot pull " + image);
    }
  }

  /** What these libraries tried in vain they tell at length, as errors. */
  private static void silence() {
    Configurator.setLevel("org.testcontainers", Level.OFF);
    Configurator.setLevel("com.github.dockerjava", Level.OFF);
  }

  /**
   * Not Testcontainers' shared client: that one begins by starting a container of its own, and
   * where no registry is reached, it tries for minutes.
   */
  private static Optional<DockerClient> client() {
    List<DockerClientProviderStrategy> ways =
        ServiceLoader.load(DockerClientProviderStrategy.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    try {
      return Optional.of(
          DockerClientProviderStrategy.getFirstValidStrategy(ways).getDockerClient());
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static boolean has(DockerClient client, String image) {
    try {
      client.inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static boolean pull(DockerClient client, DockerImageName image)
      throws InterruptedException {
    return client
        .pullImageCmd(image.getUnversionedPart())
        .withTag(image.getVersionPart())
        .start()
        .awaitCompletion(MINUTES_TO_PULL, TimeUnit.MINUTES);
  }
}
