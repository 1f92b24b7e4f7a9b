package io.nightlight.job;

/** The job as {@code flink run} starts it. */
public final class OutageJob {
  private OutageJob() {}

  public static void main(String[] args) throws Exception {
    run(JobRequest.parse(args));
  }

  /** Runs until the job ends, which a live one never does by itself. */
  @SuppressWarnings("DoNotCallSuggester")
  public static void run(JobRequest request) throws Exception {
    throw new UnsupportedOperationException("the job is not wired yet: " + request);
  }
}
