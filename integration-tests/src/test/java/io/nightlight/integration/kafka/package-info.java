/**
 * The job between real topics: what is published, what is committed, and what a consumer sees of
 * it.
 */
@NullMarked
package io.nightlight.integration.kafka;

import org.jspecify.annotations.NullMarked;
