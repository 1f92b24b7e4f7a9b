package io.nightlight.schema.kafka;

import io.nightlight.schema.BgpMessage;

/** Reads the values of {@code bgp.updates}. */
public final class BgpMessageDeserializer extends SingleObjectDeserializer<BgpMessage> {
  public BgpMessageDeserializer() {
    super(BgpMessage.class);
  }
}
