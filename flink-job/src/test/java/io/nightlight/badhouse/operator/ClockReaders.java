package io.nightlight.badhouse.operator;

import io.nightlight.badhouse.job.JobThatReadsFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Each way to read a clock once. */
final class ClockReaders {
  JobThatReadsFiles job;

  Instant readsInstant() {
    return Instant.now();
  }

  LocalDate readsDate() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  long readsMillis() {
    return System.currentTimeMillis();
  }

  long readsNanos() {
    return System.nanoTime();
  }

  LongSupplier readsByReference() {
    return System::nanoTime;
  }

  Supplier<Instant> readsInALambda() {
    return () -> Clock.systemUTC().instant();
  }

  ZoneId readsTheMachinesZone() {
    return ZoneId.systemDefault();
  }

  void readsBySleeping() throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(1).toMillis());
  }

  Instant passesTimeIn(Instant now) {
    System.out.println(now);
    return now.plusSeconds(1);
  }
}
