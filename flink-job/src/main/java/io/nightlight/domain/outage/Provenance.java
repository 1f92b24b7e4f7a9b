package io.nightlight.domain.outage;

import java.io.Serializable;

/**
 * Who concluded an event, and by which rules and map.
 *
 * @param deployment name of the installation
 * @param mode whether from live streams or from recordings
 * @param rulesVersion version of the detection rules and their settings; part of every eventId
 * @param geoVersion version of the map from addresses to countries
 */
public record Provenance(String deployment, RunMode mode, String rulesVersion, String geoVersion)
    implements Serializable {}
