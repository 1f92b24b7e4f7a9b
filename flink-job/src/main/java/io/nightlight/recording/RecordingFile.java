package io.nightlight.recording;

import java.nio.file.Path;

/**
 * One file to read.
 *
 * @param path the file
 * @param collector the collector that recorded it
 * @param bytes its size on disk
 */
public record RecordingFile(Path path, String collector, long bytes) {}
