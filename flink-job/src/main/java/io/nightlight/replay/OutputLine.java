package io.nightlight.replay;

/**
 * One line of an output file, with its place in the canonical order.
 *
 * @param windowEndMillis the end of the window that it belongs to; lines leave when the watermark
 *     passes it
 * @param place orders the lines of a window
 * @param json the line itself
 */
public record OutputLine(long windowEndMillis, String place, String json) {}
