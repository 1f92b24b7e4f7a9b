/** The launcher as a user meets it: as a process. */
@NullMarked
package io.nightlight.integration.cli;

import org.jspecify.annotations.NullMarked;
