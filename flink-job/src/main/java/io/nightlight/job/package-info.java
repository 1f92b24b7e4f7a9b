/**
 * Where the parts are put together: every name, uid, key and watermark in {@link io.nightlight.job.OutageTopology}, every
 * configuration key in {@code JobOptions}, every topic in {@code KafkaEndpoints}.
 */
@NullMarked
package io.nightlight.job;

import org.jspecify.annotations.NullMarked;
