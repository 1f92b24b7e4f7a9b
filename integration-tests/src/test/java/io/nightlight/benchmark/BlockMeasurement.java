package io.nightlight.benchmark;

import static io.nightlight.benchmark.Course.say;

import java.util.List;

/** The beliefs in all blocks: what they weigh, and what a window of results costs. */
final class BlockMeasurement {
  private static final double MOST_HEAP_BYTES = 48;
  private static final double MOST_WAITING_BYTES = 32;

  private final Course course;

  BlockMeasurement(Course course) {
    this.course = course;
  }

  /** In the domain's tables alone, by one thread. */
  void weigh(List<String> arguments) throws Exception {
    course.shareCores();
    Outcome outcome = course.runAlone("blocks", arguments);
    double blocks = outcome.number("blocks");
    double heap = outcome.number("heapBytes");
    say("blocks: %,.0f take %,.0f bytes of heap", blocks, heap);
    say(
        "blocks: 1,200,000 results of a minute take %.2f s to come in and %.2f s to settle:"
            + " %,.0f results/s",
        outcome.number("acceptSeconds"),
        outcome.number("settleSeconds"),
        outcome.number("resultsPerSecond"));
    say(
        "blocks: ticks that bring nothing, in seconds: %s; %s blocks become unknown in them",
        outcome.text("idleTicks"), outcome.text("expired"));
    say(
        "blocks: a checkpoint has %.1f bytes a block and is written in %.2f s; copies in %.2f s",
        outcome.number("checkpointBytes") / blocks,
        outcome.number("checkpointSeconds"),
        outcome.number("copySeconds"));
    course.verdict(
        heap <= MOST_HEAP_BYTES * blocks,
        "heap %.2f bytes a block, at most %.0f".formatted(heap / blocks, MOST_HEAP_BYTES));
    course.verdict(
        outcome.number("waitingBytes") <= MOST_WAITING_BYTES,
        "heap %.1f bytes a result that waits, at most %.0f"
            .formatted(outcome.number("waitingBytes"), MOST_WAITING_BYTES));
  }
}
