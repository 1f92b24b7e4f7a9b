/** Facts after decoding and before judgement: what a source said about an address, and when. */
@NullMarked
package io.nightlight.domain.observation;

import org.jspecify.annotations.NullMarked;
