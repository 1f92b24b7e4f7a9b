package io.nightlight.replay;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes lines to a file in their canonical order: window by window as the watermark passes, within
 * a window by place. One instance, so that there is one file; it holds no more than the windows
 * that are still open.
 */
final class LineSink implements Sink<OutputLine> {
  private static final long serialVersionUID = 1;

  private final String file;

  LineSink(Path file) {
    this.file = file.toString();
  }

  @Override
  public SinkWriter<OutputLine> createWriter(WriterInitContext context) throws IOException {
    return new Writer(Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8));
  }

  private static final class Writer implements SinkWriter<OutputLine> {
    private final BufferedWriter file;
    private final TreeMap<Long, List<OutputLine>> open = new TreeMap<>();

    Writer(BufferedWriter file) {
      this.file = file;
    }

    @Override
    public void write(OutputLine line, Context context) {
      open.computeIfAbsent(line.windowEndMillis(), end -> new ArrayList<>()).add(line);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException {
      while (!open.isEmpty() && open.firstKey() - 1 <= watermark.getTimestamp()) {
        writeAll(open.pollFirstEntry());
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (endOfInput) {
        while (!open.isEmpty()) {
          writeAll(open.pollFirstEntry());
        }
      }
      file.flush();
    }

    private void writeAll(Map.Entry<Long, List<OutputLine>> window) throws IOException {
      window.getValue().sort(Comparator.comparing(OutputLine::place));
      for (OutputLine line : window.getValue()) {
        file.write(line.json());
        file.write('\n');
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
