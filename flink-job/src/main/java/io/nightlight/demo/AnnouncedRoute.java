package io.nightlight.demo;

/**
 * A prefix that somebody announces in the reconstruction.
 *
 * @param country where its address space is delegated, ISO 3166-1 alpha-2
 * @param prefix the {@link io.nightlight.domain.net.Prefix} key
 * @param originAsn who announces it
 * @param upstreamAsn over whom, the last AS before the origin in every path
 */
record AnnouncedRoute(String country, long prefix, long originAsn, long upstreamAsn) {}
