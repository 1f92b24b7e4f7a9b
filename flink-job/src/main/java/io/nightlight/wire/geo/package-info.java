/**
 * Files that say which country holds which addresses, to and from {@link
 * io.nightlight.domain.geo.CountryMap}: the shipped map, CSV and MMDB. How claims are settled is
 * the domain's business and stays out.
 */
@NullMarked
package io.nightlight.wire.geo;

import org.jspecify.annotations.NullMarked;
