package io.nightlight.integration.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Flink's REST interface, as JSON trees. */
final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);
  private static final String BOUNDARY = "----nightlight";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final String root;

  FlinkRest(int port) {
    this.root = "http://localhost:" + port;
  }

  /**
   * @throws IOException if nobody answers, or the answer is an error
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** Uploads a jar, and returns its id. */
  String upload(Path jar) throws IOException, InterruptedException {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
                .formatted(BOUNDARY, jar.getFileName())
            + "Content-Type: application/x-java-archive\r\n\r\n";
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head, UTF_8),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n", UTF_8));
    JsonNode answer =
        send(
            request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body)
                .build());
    return Path.of(answer.get("filename").asText()).getFileName().toString();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(TO_ANSWER);
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s: %s %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }
}
