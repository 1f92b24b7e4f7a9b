/**
 * Small invented worlds for whole replays: real address space, peers that are told what to say, and
 * the MRT files that their collectors would have left. No test belongs here, and no assertion.
 */
@NullMarked
package io.nightlight.integration.world;

import org.jspecify.annotations.NullMarked;
