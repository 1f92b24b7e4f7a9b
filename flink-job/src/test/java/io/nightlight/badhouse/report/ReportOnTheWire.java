package io.nightlight.badhouse.report;

/** Uses what its room may not. */
public final class ReportOnTheWire {
  io.nightlight.badhouse.wire.CodecThatKnowsTheJob forbidden;
}
