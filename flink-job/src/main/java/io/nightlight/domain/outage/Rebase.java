package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Signal;
import java.time.Duration;

/**
 * A signal's usual level is another from now on.
 *
 * @param signal which signal
 * @param level the new usual as a share of the old
 * @param held how long it has held already
 */
public record Rebase(Signal signal, double level, Duration held) {}
