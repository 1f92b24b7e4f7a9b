package io.nightlight.wire.rislive;

/**
 * The order that a message's {@code id} tells.
 *
 * <p>Timestamps have two or three decimals, so a busy session says dozens of things at one time.
 * What follows the last '-' of the id counts the messages of the session one by one, as a decimal
 * number ({@code 196.60.9.165-1558620047.08-11924763}, {@code 00-2a02-38-2-51711229}) or as 16
 * hexadecimal digits, milliseconds and a counter within them ({@code
 * 196.60.9.165-0190e1c1d9f00001}).
 */
final class RisLiveId {
  private static final int HEX_DIGITS = 16;
  private static final int MOST_DECIMAL_DIGITS = 15;

  private RisLiveId() {}

  /**
   * The number, 0 or more.
   *
   * @param otherwise the answer where the id holds none
   */
  static long sequence(String id, long otherwise) {
    String number = id.substring(id.lastIndexOf('-') + 1);
    boolean hexadecimal = number.length() == HEX_DIGITS;
    if (number.isEmpty() || (number.length() > MOST_DECIMAL_DIGITS && !hexadecimal)) {
      return otherwise;
    }
    int radix = hexadecimal ? 16 : 10;
    long sequence = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return otherwise;
      }
      sequence = sequence * radix + digit;
    }
    return sequence < 0 ? otherwise : sequence;
  }
}
