/**
 * What {@code deploy/} says, checked as far as it can be without a cluster: against Flink's own
 * options and parsers, the operator's definition of a FlinkDeployment, the job's configuration, and
 * the metrics that a running job brings out.
 */
@NullMarked
package io.nightlight.integration.deploy;

import org.jspecify.annotations.NullMarked;
