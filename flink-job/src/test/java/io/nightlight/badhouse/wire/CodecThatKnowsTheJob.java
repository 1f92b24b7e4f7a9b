package io.nightlight.badhouse.wire;

import io.nightlight.badhouse.job.JobThatReadsFiles;
import org.apache.flink.api.common.JobID;

/** Uses the job, and Flink. */
public final class CodecThatKnowsTheJob {
  JobThatReadsFiles job;
  JobID id;
}
