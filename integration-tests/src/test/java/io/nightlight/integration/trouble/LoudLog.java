package io.nightlight.integration.trouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** All that anybody logs from INFO on, as a cluster's log would have it, until it is closed. */
final class LoudLog implements AutoCloseable {
  private final Path file;
  private final LoggerContext context = LoggerContext.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level before = root.getLevel();
  private final FileAppender appender;

  private LoudLog(Path file) {
    this.file = file;
    appender =
        FileAppender.newBuilder()
            .setName("loud")
            .setFileName(file.toString())
            .setLayout(PatternLayout.newBuilder().setPattern("%level %logger %msg%n%xEx").build())
            .build();
  }

  static LoudLog into(Path file) {
    LoudLog log = new LoudLog(file);
    log.appender.start();
    log.root.addAppender(log.appender, Level.INFO, null);
    log.root.setLevel(Level.INFO);
    log.context.updateLoggers();
    return log;
  }

  String text() throws IOException {
    return Files.readString(file);
  }

  @Override
  public void close() {
    root.removeAppender("loud");
    root.setLevel(before);
    context.updateLoggers();
    appender.stop();
  }
}
