package io.nightlight.integration.broker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.testcontainers.DockerClientFactory;
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
    if (!answers()) {
      return Optional.of("no Docker engine answers");
    }
    DockerClient client = DockerClientFactory.instance().client();
    try {
      return has(client, image) || pull(client, DockerImageName.parse(image))
          ? Optional.empty()
          : Optional.of("pulling " + image + " takes too long");
    } catch (RuntimeException e) {
      return Optional.of("the Docker engine cannot pull " + image);
    }
  }

  private static boolean answers() {
    // It tells each way that it tried in vain, at length, as errors.
    Configurator.setLevel("org.testcontainers", Level.OFF);
    return DockerClientFactory.instance().isDockerAvailable();
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
