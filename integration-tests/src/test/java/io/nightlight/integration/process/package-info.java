/**
 * Real processes for tests: a Kafka broker, a ZooKeeper and a Flink cluster, each in a JVM of its
 * own that can be killed and started again, and that never outlives the tests; and jobs in the
 * tests' own JVM. Nothing here knows what the job decides.
 */
@NullMarked
package io.nightlight.integration.process;

import org.jspecify.annotations.NullMarked;
