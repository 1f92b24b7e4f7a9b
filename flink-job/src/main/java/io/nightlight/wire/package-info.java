/**
 * Live bytes to domain and back. With {@code recording} the only room that knows bytes: Avro
 * classes, JSON fields and BGP attributes end here.
 */
@NullMarked
package io.nightlight.wire;

import org.jspecify.annotations.NullMarked;
