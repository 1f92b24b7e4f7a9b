/**
 * The job on a real cluster: what becomes of its results when processes are killed, when it is
 * stopped and restored, and when a new release takes over.
 */
@NullMarked
package io.nightlight.integration.kill;

import org.jspecify.annotations.NullMarked;
