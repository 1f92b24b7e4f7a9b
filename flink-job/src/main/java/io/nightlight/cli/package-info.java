/**
 * The commands: their grammar, their help and what a user sees of a mistake. No logic: a command
 * reads its arguments and calls another room.
 */
@NullMarked
package io.nightlight.cli;

import org.jspecify.annotations.NullMarked;
