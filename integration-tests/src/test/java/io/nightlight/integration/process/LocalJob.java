package io.nightlight.integration.process;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job in this JVM: none is left to the tests after it, which share the machine with it. */
public final class LocalJob {
  private static final int SECONDS_TO_END = 60;

  private LocalJob() {}

  /**
   * Waits for the end of a job that ends by itself; if the test's time is over before, ends it.
   *
   * @throws java.util.concurrent.ExecutionException if the job fails
   */
  public static JobExecutionResult run(StreamExecutionEnvironment env) throws Exception {
    JobClient job = env.executeAsync();
    try {
      return job.getJobExecutionResult().get();
    } finally {
      end(job);
    }
  }

  /** Cancels the job if it has not ended. */
  public static void end(JobClient job) throws Exception {
    if (!job.getJobExecutionResult().isDone()) {
      job.cancel().get(SECONDS_TO_END, TimeUnit.SECONDS);
    }
  }
}
