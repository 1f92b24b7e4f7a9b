package io.nightlight.domain.geo;

import io.nightlight.domain.net.Prefix;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.regex.Pattern;

/**
 * Which country every address block belongs to: /24s in IPv4, /48s in IPv6. Space that the map
 * doesn't mention belongs to nobody.
 *
 * <p>Immutable and safe for any thread. Equal maps are one instance in a JVM, also after
 * deserialization, because every operator of a job holds one and a map takes megabytes.
 */
public final class CountryMap implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final long IPV4_BLOCKS = 1L << 24;
  private static final long IPV6_BLOCKS = 1L << 48;
  private static final Map<CountryMap, WeakReference<CountryMap>> SHARED = new WeakHashMap<>();

  private final String name;
  private final String version;
  private final BlockRanges ipv4;
  private final BlockRanges ipv6;

  private CountryMap(String name, BlockRanges ipv4, BlockRanges ipv6) {
    this.name = name;
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.version = name + "-" + digest();
  }

  static CountryMap of(String name, BlockRanges ipv4, BlockRanges ipv6) {
    requireName(name);
    return new CountryMap(name, ipv4, ipv6).shared();
  }

  /**
   * Checks the form that {@link #name} promises.
   *
   * @throws IllegalArgumentException if the name hasn't it
   */
  public static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a name of a country map (up to 64 of a-z 0-9 . _ -): " + name);
    }
  }

  /**
   * Where the map comes from, such as {@code nro-2026-06-17}: up to 64 of {@code a-z 0-9 . _ -}.
   */
  public String name() {
    return name;
  }

  /**
   * The name, a hyphen and 12 hexadecimal digits that depend on the ranges alone: the beginning of
   * the SHA-256 over, for each range in order, the family (one byte, 4 or 6), first block and count
   * of blocks (eight bytes each, big endian) and the country's two letters.
   */
  public String version() {
    return version;
  }

  /** The countries that hold at least one block, in alphabetical order. */
  public List<String> countries() {
    TreeSet<String> countries = new TreeSet<>();
    PartVisitor collect = (country, firstBlock, blockCount) -> countries.add(country);
    forEachIpv4Range(collect);
    forEachIpv6Range(collect);
    return List.copyOf(countries);
  }

  /**
   * The country of the first block of a packed prefix, so that of an address packed as its /24 or
   * /48; empty if it is nobody's.
   */
  public Optional<String> countryOf(long prefix) {
    short owner = ranges(prefix).ownerOf(Prefix.firstBlock(prefix));
    return owner == CountryCode.NOBODY ? Optional.empty() : Optional.of(CountryCode.at(owner));
  }

  /**
   * Visits what countries hold of the blocks that a packed prefix covers ({@link
   * Prefix#firstBlock}, {@link Prefix#blockCount} with its limit for IPv6), in the order of the
   * blocks; adjacent blocks of one country come as one part (pitfall P54).
   */
  public void forEachPart(long prefix, PartVisitor visitor) {
    ranges(prefix).forEachPart(Prefix.firstBlock(prefix), Prefix.blockCount(prefix), visitor);
  }

  /** Visits all ranges of /24s: sorted, disjoint, as long as can be. */
  public void forEachIpv4Range(PartVisitor visitor) {
    ipv4.forEachPart(0, IPV4_BLOCKS, visitor);
  }

  /** Visits all ranges of /48s: sorted, disjoint, as long as can be. */
  public void forEachIpv6Range(PartVisitor visitor) {
    ipv6.forEachPart(0, IPV6_BLOCKS, visitor);
  }

  private BlockRanges ranges(long prefix) {
    return Prefix.isIpv6(prefix) ? ipv6 : ipv4;
  }

  private String digest() {
    MessageDigest sha256 = sha256();
    ByteBuffer range = ByteBuffer.allocate(1 + 2 * Long.BYTES + 2);
    forEachIpv4Range((country, first, count) -> update(sha256, range, 4, country, first, count));
    forEachIpv6Range((country, first, count) -> update(sha256, range, 6, country, first, count));
    return HexFormat.of().formatHex(sha256.digest(), 0, 6);
  }

  private static void update(
      MessageDigest sha256, ByteBuffer range, int family, String country, long first, long count) {
    range.clear().put((byte) family).putLong(first).putLong(count);
    range.put(country.getBytes(StandardCharsets.US_ASCII)).flip();
    sha256.update(range);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private CountryMap shared() {
    synchronized (SHARED) {
      WeakReference<CountryMap> reference = SHARED.get(this);
      CountryMap known = reference == null ? null : reference.get();
      if (known != null) {
        return known;
      }
      SHARED.put(this, new WeakReference<>(this));
      return this;
    }
  }

  private Object readResolve() {
    return shared();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CountryMap that
        && version.equals(that.version)
        && ipv4.equals(that.ipv4)
        && ipv6.equals(that.ipv6);
  }

  @Override
  public int hashCode() {
    return version.hashCode();
  }

  @Override
  public String toString() {
    return version;
  }
}
