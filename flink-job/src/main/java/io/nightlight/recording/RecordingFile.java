package io.nightlight.recording;

import java.nio.file.Path;

/**
 * One file to read.
 *
 * @param path the file
 * @param collector the collector that recorded it, where the content does not say
 * @param format what it holds
 * @param bytes its size on disk
 */
public record RecordingFile(Path path, String collector, RecordingFormat format, long bytes) {}
