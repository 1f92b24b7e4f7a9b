/**
 * Which country an address block belongs to: immutable, versioned maps and how claims to address
 * space are settled into one. No files, no formats (they are {@code wire.geo}), and no opinion
 * about what is up or down.
 */
@NullMarked
package io.nightlight.domain.geo;

import org.jspecify.annotations.NullMarked;
