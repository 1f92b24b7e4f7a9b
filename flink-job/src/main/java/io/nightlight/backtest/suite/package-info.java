/**
 * Invented countries with known outages, and what the judges of the domain say of them: readings go
 * straight into {@link io.nightlight.domain.outage.CountryJudge}, a window a minute, without
 * messages, topics or Flink. Everything is drawn from seeds and is the same on every machine; no
 * clock, no files, no threads.
 */
@NullMarked
package io.nightlight.backtest.suite;

import org.jspecify.annotations.NullMarked;
