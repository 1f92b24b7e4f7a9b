/**
 * The job: the topology (every name, uid, key selector and watermark), its ends on Kafka, and its
 * configuration. What a window, a session or an outage means is decided in {@code domain}; a
 * command's grammar lives in {@code cli}.
 */
@NullMarked
package io.nightlight.job;

import org.jspecify.annotations.NullMarked;
