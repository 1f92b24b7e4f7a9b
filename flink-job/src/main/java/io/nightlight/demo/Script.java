package io.nightlight.demo;

import io.nightlight.recording.mrt.MrtWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What every session says and when, to be spoken in the order of time. */
final class Script {
  /** Something that a session says. */
  @FunctionalInterface
  interface Line {
    void say(Speaker speaker, long atMicros, MrtWriter out) throws IOException;
  }

  /** A line with its time, in microseconds since 1970, and its speaker. */
  record Cue(long atMicros, Speaker speaker, Line line) {
    void play(MrtWriter out) throws IOException {
      line.say(speaker, atMicros, out);
    }
  }

  private final List<Cue> cues = new ArrayList<>();

  void at(long micros, Speaker speaker, Line line) {
    cues.add(new Cue(micros, speaker, line));
  }

  /** A collector's part in the order of time; what is due together, in the order it was added. */
  List<Cue> of(Collector collector) {
    return cues.stream()
        .filter(cue -> cue.speaker().collector() == collector)
        .sorted(Comparator.comparingLong(Cue::atMicros))
        .toList();
  }
}
