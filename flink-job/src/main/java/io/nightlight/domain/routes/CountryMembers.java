package io.nightlight.domain.routes;

/**
 * Whose opinion counts for at least one prefix of a country.
 *
 * @param country ISO 3166-1 alpha-2
 * @param members a bitset over the places in {@link ShardMembers#sessionIds()}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CountryMembers(String country, long[] members) {}
