/** A house that breaks every rule of {@link io.nightlight.RoomRules}, to show that they bite. */
@NullMarked
package io.nightlight.badhouse;

import org.jspecify.annotations.NullMarked;
