package io.nightlight.wire.geo;

import java.io.IOException;

/**
 * A country map that can't be read at all. The message is one line for the person who named the
 * file: which file, where in it, and what is wrong.
 */
public final class CountryMapException extends IOException {
  private static final long serialVersionUID = 1;

  CountryMapException(String message) {
    super(message);
  }

  CountryMapException(String message, Throwable cause) {
    super(message, cause);
  }
}
