package io.nightlight.integration.pitfalls;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Writes lines to a file as they come, and lets a test wait for a time to have passed. */
final class LinesSink implements Sink<String> {
  private static final long serialVersionUID = 1;

  /** By file: all runs in one JVM. */
  private static final Map<String, CompletableFuture<Void>> PASSED = new ConcurrentHashMap<>();

  private final String file;
  private final long awaitedMillis;

  /**
   * @param awaitedMillis the event time that somebody waits for
   */
  LinesSink(Path file, long awaitedMillis) {
    this.file = file.toString();
    this.awaitedMillis = awaitedMillis;
    PASSED.put(this.file, new CompletableFuture<>());
  }

  /** Is done when the time has passed: by then all that the sink hears of is running. */
  static CompletableFuture<Void> passed(Path file) {
    return PASSED.get(file.toString());
  }

  @Override
  public SinkWriter<String> createWriter(WriterInitContext context) throws IOException {
    BufferedWriter lines = Files.newBufferedWriter(Path.of(file));
    return new SinkWriter<>() {
      @Override
      public void write(String line, Context place) throws IOException {
        lines.write(line + "\n");
      }

      @Override
      public void writeWatermark(Watermark watermark) {
        if (watermark.getTimestamp() >= awaitedMillis) {
          PASSED.get(file).complete(null);
        }
      }

      @Override
      public void flush(boolean endOfInput) throws IOException {
        lines.flush();
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }
}
