package io.nightlight.integration.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;

/** A job on the cluster. */
public final class FlinkJob {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final FlinkRest rest;
  private final String id;

  FlinkJob(FlinkRest rest, String id) {
    this.rest = rest;
    this.id = id;
  }

  /**
   * How far it has come.
   *
   * @param restored how often it was restored since its JobManager began
   * @param checkpoint the number of the last completed checkpoint, -1 for none
   */
  public record Progress(long restored, long checkpoint) {}

  public String id() {
    return id;
  }

  public Progress progress() throws IOException, InterruptedException {
    JsonNode checkpoints = rest.get("/jobs/" + id + "/checkpoints");
    return new Progress(
        checkpoints.at("/counts/restored").asLong(),
        checkpoints.at("/latest/completed/id").asLong(-1));
  }

  /** Waits until every task runs and a checkpoint after {@code before} is complete. */
  public void awaitCheckpoint(long before) throws InterruptedException {
    Await.until(
        "job " + id + " runs and has a checkpoint after " + before,
        PATIENCE,
        () -> isRunning() && progress().checkpoint() > before);
  }

  /**
   * Waits until it was restored more often than before, every task runs, and a checkpoint after
   * that is complete.
   */
  public void awaitRestored(Progress before) throws InterruptedException {
    Await.until(
        "job " + id + " is restored after " + before,
        PATIENCE,
        () -> {
          Progress now = progress();
          return now.restored() > before.restored()
              && now.checkpoint() > before.checkpoint()
              && isRunning();
        });
  }

  private boolean isRunning() throws IOException, InterruptedException {
    JsonNode job = rest.get("/jobs/" + id);
    String state = job.get("state").asText();
    if (state.equals("FAILED") || state.equals("CANCELED") || state.equals("FINISHED")) {
      throw new IllegalStateException(
          "job %s is %s: %s".formatted(id, state, rest.get("/jobs/" + id + "/exceptions")));
    }
    boolean all = state.equals("RUNNING");
    for (JsonNode vertex : job.get("vertices")) {
      all &= vertex.get("status").asText().equals("RUNNING");
    }
    return all;
  }

  /** Stops it with a savepoint, and returns where that lies. */
  public String stop(Path savepoints) throws IOException, InterruptedException {
    return stop(savepoints, JsonNodeFactory.instance.objectNode().put("drain", false));
  }

  /** Likewise, after telling all operators that time has come to its end. */
  public String drain(Path savepoints) throws IOException, InterruptedException {
    return stop(savepoints, JsonNodeFactory.instance.objectNode().put("drain", true));
  }

  private String stop(Path savepoints, ObjectNode request)
      throws IOException, InterruptedException {
    request.put("targetDirectory", savepoints.toUri().toString());
    String trigger = rest.post("/jobs/" + id + "/stop", request).get("request-id").asText();
    String path = "/jobs/" + id + "/savepoints/" + trigger;
    Await.until(
        "job " + id + " stops with a savepoint",
        PATIENCE,
        () -> rest.get(path).at("/status/id").asText().equals("COMPLETED"));
    JsonNode operation = rest.get(path).get("operation");
    if (!operation.hasNonNull("location")) {
      throw new IllegalStateException("no savepoint: " + operation);
    }
    Await.until(
        "job " + id + " has ended",
        PATIENCE,
        () -> rest.get("/jobs/" + id).get("state").asText().equals("FINISHED"));
    return operation.get("location").asText();
  }
}
