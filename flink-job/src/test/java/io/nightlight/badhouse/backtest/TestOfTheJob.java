package io.nightlight.badhouse.backtest;

/** Uses what its room may not. */
public final class TestOfTheJob {
  io.nightlight.badhouse.job.JobThatReadsFiles forbidden;
}
