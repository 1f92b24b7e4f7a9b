package io.nightlight.domain.net;

import java.util.StringJoiner;

/**
 * The text form of IP addresses; never asks a resolver, so a name is refused and nothing blocks.
 */
public final class IpAddress {
  /** That of an IPv6 address with an IPv4 tail, all digits written. */
  private static final int MOST_LENGTH = 45;

  private IpAddress() {}

  /**
   * Reads an IPv4 address in dotted decimals or an IPv6 address (RFC 4291 section 2.2, with an
   * embedded IPv4 tail allowed, without a zone).
   *
   * @return 4 or 16 bytes in network order
   * @throws IllegalArgumentException if the text is neither; repeats it unless it is longer than
   *     any address
   */
  public static byte[] parse(String text) {
    if (text.length() > MOST_LENGTH) {
      throw new IllegalArgumentException(
          "not an IP address: a text of " + text.length() + " characters");
    }
    try {
      return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an IP address: " + text, e);
    }
  }

  private static byte[] parseIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] address = new byte[4];
    if (parts.length != 4) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    for (int i = 0; i < 4; i++) {
      address[i] = (byte) number(parts[i], 10, 3, 255, text);
    }
    return address;
  }

  private static byte[] parseIpv6(String text) {
    String rest = text;
    byte[] tail = new byte[0];
    if (text.indexOf('.') >= 0) {
      int lastColon = text.lastIndexOf(':');
      tail = parseIpv4(text.substring(lastColon + 1));
      boolean afterGap = lastColon > 0 && text.charAt(lastColon - 1) == ':';
      rest = text.substring(0, afterGap ? lastColon + 1 : lastColon);
    }
    int gap = rest.indexOf("::");
    if (gap >= 0 && rest.indexOf("::", gap + 1) >= 0) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    String[] head = groups(gap < 0 ? rest : rest.substring(0, gap));
    String[] last = groups(gap < 0 ? "" : rest.substring(gap + 2));
    int written = 2 * (head.length + last.length) + tail.length;
    if (gap < 0 ? written != 16 : written > 14) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    byte[] address = new byte[16];
    putGroups(address, 0, head, text);
    putGroups(address, 16 - tail.length - 2 * last.length, last, text);
    System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
    return address;
  }

  private static String[] groups(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }

  private static void putGroups(byte[] address, int at, String[] groups, String text) {
    for (int i = 0; i < groups.length; i++) {
      int value = number(groups[i], 16, 4, 0xFFFF, text);
      address[at + 2 * i] = (byte) (value >>> 8);
      address[at + 2 * i + 1] = (byte) value;
    }
  }

  private static int number(String digits, int radix, int longest, int most, String text) {
    boolean plain = !digits.isEmpty() && digits.length() <= longest;
    if (!plain || digits.charAt(0) == '+' || digits.charAt(0) == '-') {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    int value = Integer.parseInt(digits, radix);
    if (value > most) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    return value;
  }

  /**
   * The text form; IPv6 compressed as RFC 5952 says.
   *
   * @param address 4 or 16 bytes in network order
   */
  public static String format(byte[] address) {
    if (address.length == 4) {
      StringJoiner dotted = new StringJoiner(".");
      for (byte b : address) {
        dotted.add(Integer.toString(b & 0xFF));
      }
      return dotted.toString();
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (address[2 * i] & 0xFF) << 8 | address[2 * i + 1] & 0xFF;
    }
    int gapAt = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > gapLength) {
        gapAt = i;
        gapLength = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == gapAt) {
        text.append("::");
        i += gapLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
