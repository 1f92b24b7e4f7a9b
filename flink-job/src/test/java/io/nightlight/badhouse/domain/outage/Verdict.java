package io.nightlight.badhouse.domain.outage;

import io.nightlight.badhouse.domain.geo.Map;
import io.nightlight.badhouse.domain.net.NounWithAnOpinion;
import io.nightlight.badhouse.wire.CodecThatKnowsTheJob;

/** Looks sideways to geo, and out of the domain; a cycle with net. */
public final class Verdict {
  NounWithAnOpinion noun;
  CodecThatKnowsTheJob codec;
  Map map;
}
