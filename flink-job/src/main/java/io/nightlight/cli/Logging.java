package io.nightlight.cli;

/**
 * Where log lines go when Flink and Kafka run in this process: everything from WARN into a file,
 * errors also to the terminal.
 */
final class Logging {
  private static final String CONFIGURATION = "log4j2.configurationFile";
  private static final String FILE = "nightlight.log";

  private Logging() {}

  /** Must run before anything logs; leaves a configuration given on the Java command line alone. */
  static void keepTerminalQuiet() {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "nightlight-log4j2.xml");
    }
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, System.getProperty("java.io.tmpdir") + "/nightlight.log");
    }
  }

  static String file() {
    return System.getProperty(FILE, "the log");
  }
}
