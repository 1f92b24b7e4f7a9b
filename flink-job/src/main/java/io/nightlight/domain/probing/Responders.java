package io.nightlight.domain.probing;

import io.nightlight.domain.net.IpFamily;
import java.util.Arrays;

/**
 * Which hosts of each block ever answered, in 32 bytes a block.
 *
 * <p>IPv4: one bit for each of the 256 addresses, exact. IPv6: the 16 bits of up to 16 hosts; a
 * further one takes the place of another, so that a block whose hosts change their addresses is
 * judged by those of today. Two hosts that share their bits are taken for one.
 *
 * <p>Rows lie in pages, so that growth moves none and copies share the pages that neither changes.
 */
final class Responders {
  static final int ROW_LONGS = 4;

  private static final int PAGE_ROWS = 64;
  private static final int HOSTS_IN_LONG = 4;
  private static final int HOST_BITS = 16;
  private static final int HOSTS = ROW_LONGS * HOSTS_IN_LONG;
  private static final long HOST_MASK = (1L << HOST_BITS) - 1;

  private static final long[] NONE = {};

  private final IpFamily family;
  private long[][] pages = {};

  /** Whether a copy has the page, too. */
  private boolean[] isShared = {};

  Responders(IpFamily family) {
    this.family = family;
  }

  private Responders(Responders other) {
    family = other.family;
    pages = other.pages.clone();
    isShared = other.isShared.clone();
  }

  /** Makes room for rows up to {@code rows}, exclusive; new ones are empty. */
  void ensure(int rows) {
    int needed = pagesFor(rows);
    if (needed > pages.length) {
      int had = pages.length;
      pages = Arrays.copyOf(pages, needed + needed / 16);
      isShared = Arrays.copyOf(isShared, pages.length);
      Arrays.setAll(pages, i -> i < had ? pages[i] : NONE);
    }
    for (int page = needed - 1; page >= 0 && pages[page].length == 0; page--) {
      pages[page] = new long[PAGE_ROWS * ROW_LONGS];
    }
  }

  private static int pagesFor(int rows) {
    return (rows + PAGE_ROWS - 1) / PAGE_ROWS;
  }

  private long[] pageOf(int row) {
    return pages[row / PAGE_ROWS];
  }

  private long[] ownPageOf(int row) {
    int page = row / PAGE_ROWS;
    if (isShared[page]) {
      pages[page] = pages[page].clone();
      isShared[page] = false;
    }
    return pages[page];
  }

  private static int start(int row) {
    return row % PAGE_ROWS * ROW_LONGS;
  }

  boolean contain(int row, int host) {
    if (family == IpFamily.IPV4) {
      return (pageOf(row)[start(row) + (host >>> 6)] >>> host & 1) != 0;
    }
    return place(row, host + 1) >= 0;
  }

  void add(int row, int host) {
    if (contain(row, host)) {
      return;
    }
    if (family == IpFamily.IPV4) {
      ownPageOf(row)[start(row) + (host >>> 6)] |= 1L << host;
      return;
    }
    int free = place(row, 0);
    set(row, free >= 0 ? free : host % HOSTS, host + 1);
  }

  /** Where the bits are, or -1; a free place has none. */
  private int place(int row, long bits) {
    long[] page = pageOf(row);
    for (int place = 0; place < HOSTS; place++) {
      long word = page[start(row) + place / HOSTS_IN_LONG];
      if ((word >>> place % HOSTS_IN_LONG * HOST_BITS & HOST_MASK) == bits) {
        return place;
      }
    }
    return -1;
  }

  private void set(int row, int place, long bits) {
    long[] page = ownPageOf(row);
    int at = start(row) + place / HOSTS_IN_LONG;
    int shift = place % HOSTS_IN_LONG * HOST_BITS;
    page[at] = page[at] & ~(HOST_MASK << shift) | bits << shift;
  }

  void move(int from, int to) {
    System.arraycopy(pageOf(from), start(from), ownPageOf(to), start(to), ROW_LONGS);
  }

  /** Leaves just the first rows. */
  void cut(int rows) {
    int needed = pagesFor(rows);
    pages = Arrays.copyOf(pages, needed);
    isShared = Arrays.copyOf(isShared, needed);
    for (int row = rows; row < needed * PAGE_ROWS; row++) {
      Arrays.fill(ownPageOf(row), start(row), start(row) + ROW_LONGS, 0);
    }
  }

  /** The first rows, one after the other. */
  long[] firstRows(int rows) {
    long[] column = new long[rows * ROW_LONGS];
    for (int row = 0; row < rows; row += PAGE_ROWS) {
      int longs = Math.min(PAGE_ROWS, rows - row) * ROW_LONGS;
      System.arraycopy(pageOf(row), 0, column, row * ROW_LONGS, longs);
    }
    return column;
  }

  static Responders of(IpFamily family, long[] column) {
    Responders responders = new Responders(family);
    int rows = column.length / ROW_LONGS;
    responders.ensure(rows);
    for (int row = 0; row < rows; row += PAGE_ROWS) {
      int longs = Math.min(PAGE_ROWS, rows - row) * ROW_LONGS;
      System.arraycopy(column, row * ROW_LONGS, responders.pageOf(row), 0, longs);
    }
    return responders;
  }

  /** The same, to which either goes on to add its own. */
  Responders copy() {
    Arrays.fill(isShared, true);
    return new Responders(this);
  }
}
