/**
 * The whole job measured against a bare one and against a plain loop, over a made-up stream; not
 * part of the tests (docs/benchmark.md). Nothing here decides what the job says, but for the loop,
 * which says it a second time in the plainest way.
 */
@NullMarked
package io.nightlight.benchmark;

import org.jspecify.annotations.NullMarked;
