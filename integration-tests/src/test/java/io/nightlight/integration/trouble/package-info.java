/** What goes wrong between the job and a real broker: clients that must prove who they are. */
@NullMarked
package io.nightlight.integration.trouble;

import org.jspecify.annotations.NullMarked;
