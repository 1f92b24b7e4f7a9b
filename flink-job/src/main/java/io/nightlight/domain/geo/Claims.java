package io.nightlight.domain.geo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Who claims which addresses of one family, and how the claims are settled: the smallest claim to
 * an address wins (for nested networks that is the longest match), of equally large ones the last.
 *
 * <p>Addresses are unsigned units: whole addresses in IPv4, /64s in IPv6.
 */
final class Claims {
  /**
   * @param order the how-manieth claim it was
   */
  private record Claim(long first, long last, short owner, int order) {
    long size() {
      return last - first;
    }
  }

  private static final Comparator<Claim> BY_ADDRESS =
      (a, b) -> Long.compareUnsigned(a.first, b.first);

  private static final Comparator<Claim> STRONGEST_FIRST =
      (a, b) -> {
        int bySize = Long.compareUnsigned(a.size(), b.size());
        return bySize != 0 ? bySize : Integer.compare(b.order, a.order);
      };

  private final List<Claim> claims = new ArrayList<>();
  private final int addressBits;
  private final int blockBits;
  private boolean inOrder = true;

  /**
   * @param addressBits the bits of an address, 32 or 64
   * @param blockBits how many of them lie within a block
   */
  Claims(int addressBits, int blockBits) {
    this.addressBits = addressBits;
    this.blockBits = blockBits;
  }

  /** Adds a claim to {@code first} to {@code last}, both included. */
  void add(long first, long last, short owner) {
    if (Long.compareUnsigned(first, last) > 0) {
      throw new IllegalArgumentException("a range ends before it starts");
    }
    inOrder &=
        claims.isEmpty() || Long.compareUnsigned(claims.get(claims.size() - 1).last, first) < 0;
    claims.add(new Claim(first, last, owner, claims.size()));
  }

  boolean isEmpty() {
    return claims.isEmpty();
  }

  BlockRanges settle() {
    BlockFill fill = new BlockFill(blockBits);
    if (inOrder) {
      claims.forEach(claim -> fill.add(claim.first, claim.last, claim.owner));
    } else {
      sweep(fill);
    }
    return fill.build(1L << (addressBits - blockBits));
  }

  /** Walks up the addresses from one claim's edge to the next with all claims that hold there. */
  private void sweep(BlockFill fill) {
    List<Claim> byAddress = new ArrayList<>(claims);
    byAddress.sort(BY_ADDRESS);
    PriorityQueue<Claim> held = new PriorityQueue<>(STRONGEST_FIRST);
    long at = 0;
    int next = 0;
    while (true) {
      while (!held.isEmpty() && Long.compareUnsigned(held.peek().last, at) < 0) {
        held.poll();
      }
      if (held.isEmpty()) {
        if (next == byAddress.size()) {
          return;
        }
        at = byAddress.get(next).first;
      }
      while (next < byAddress.size() && byAddress.get(next).first == at) {
        held.add(byAddress.get(next++));
      }
      Claim owner = held.element();
      long last = owner.last;
      if (next < byAddress.size() && Long.compareUnsigned(byAddress.get(next).first, last) <= 0) {
        last = byAddress.get(next).first - 1;
      }
      fill.add(at, last, owner.owner);
      at = last + 1;
      if (at == 0) {
        return; // past the last address of 64 bits
      }
    }
  }
}
