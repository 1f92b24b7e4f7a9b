/**
 * The nouns of the Internet: prefixes, address blocks, sessions, countries. Values only; nothing
 * here has an opinion about what is up or down.
 */
@NullMarked
package io.nightlight.domain.net;

import org.jspecify.annotations.NullMarked;
