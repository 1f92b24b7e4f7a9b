package io.nightlight.wire.bgp;

import io.nightlight.wire.RejectReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The autonomous systems that an announcement passed, nearest first.
 *
 * @param asns the AS numbers; the members of an AS_SET follow one another. Confederation segments
 *     (RFC 5065) are left out: their numbers mean something to one network only
 * @param originAsn the last AS; 0 if the path is empty or ends in an AS_SET, whose members
 *     originated the route between them
 */
@SuppressWarnings("ArrayRecordComponent") // hot: one for each message; never compared
public record AsPath(long[] asns, long originAsn) {
  public static final AsPath EMPTY = new AsPath(new long[0], 0);

  private static final int AS_SET = 1;
  private static final int AS_SEQUENCE = 2;
  private static final int AS_CONFED_SEQUENCE = 3;
  private static final int AS_CONFED_SET = 4;

  /** One segment of the attribute (RFC 4271 section 4.3 and RFC 5065 section 3). */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Segment(int type, long[] asns) {
    boolean isConfederation() {
      return type == AS_CONFED_SEQUENCE || type == AS_CONFED_SET;
    }

    /** What it adds to the length of the path: a set counts once, a confederation not at all. */
    int countedLength() {
      return switch (type) {
        case AS_SEQUENCE -> asns.length;
        case AS_SET -> 1;
        default -> 0;
      };
    }
  }

  /** Reads the value of an AS_PATH or AS4_PATH attribute. */
  static List<Segment> decodeSegments(ByteCursor value, AsnWidth width) throws BgpFormatException {
    List<Segment> segments = new ArrayList<>(1);
    while (!value.isEmpty()) {
      int type = value.u8();
      if (type < AS_SET || type > AS_CONFED_SET) {
        throw new BgpFormatException(RejectReason.MALFORMED, "AS_PATH segment of type " + type);
      }
      int count = value.u8();
      ByteCursor members = value.slice(count * width.bytes(), "AS_PATH segment");
      long[] asns = new long[count];
      for (int i = 0; i < count; i++) {
        asns[i] = width.read(members);
      }
      if (count > 0) {
        segments.add(new Segment(type, asns));
      }
    }
    return segments;
  }

  /**
   * Puts the four-byte numbers of AS4_PATH in the place of the last ones of AS_PATH (RFC 6793
   * section 4.2.3). An AS4_PATH longer than the AS_PATH is not to be trusted and left out.
   */
  static List<Segment> merge(List<Segment> path, List<Segment> as4Path) {
    int keep = countedLength(path) - countedLength(as4Path);
    if (as4Path.isEmpty() || keep < 0) {
      return path;
    }
    List<Segment> merged = new ArrayList<>(path.size() + as4Path.size());
    for (Segment segment : path) {
      int length = segment.countedLength();
      if (keep == 0 && length > 0) {
        break;
      }
      boolean cut = length > keep;
      merged.add(cut ? new Segment(segment.type, Arrays.copyOf(segment.asns, keep)) : segment);
      keep -= Math.min(length, keep);
    }
    for (Segment segment : as4Path) {
      if (!segment.isConfederation()) {
        merged.add(segment);
      }
    }
    return merged;
  }

  static AsPath of(List<Segment> segments) {
    int length = 0;
    long origin = 0;
    for (Segment segment : segments) {
      if (!segment.isConfederation()) {
        length += segment.asns.length;
        origin = segment.type == AS_SEQUENCE ? segment.asns[segment.asns.length - 1] : 0;
      }
    }
    long[] asns = new long[length];
    int at = 0;
    for (Segment segment : segments) {
      if (!segment.isConfederation()) {
        System.arraycopy(segment.asns, 0, asns, at, segment.asns.length);
        at += segment.asns.length;
      }
    }
    return length == 0 ? EMPTY : new AsPath(asns, origin);
  }

  private static int countedLength(List<Segment> segments) {
    int length = 0;
    for (Segment segment : segments) {
      length += segment.countedLength();
    }
    return length;
  }
}
