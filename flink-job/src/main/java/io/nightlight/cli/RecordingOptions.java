package io.nightlight.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The recordings that a command reads. */
final class RecordingOptions {
  @Option(
      names = "--rib",
      arity = "1..*",
      paramLabel = "F",
      description = "Table dumps: files, folders or globs; COLLECTOR=PATH names the collector.")
  final List<String> ribs = new ArrayList<>();

  @Option(
      names = "--bgp",
      arity = "1..*",
      paramLabel = "F",
      description = "BGP updates: files, folders or globs; COLLECTOR=PATH names the collector.")
  final List<String> bgp = new ArrayList<>();

  @Option(
      names = "--probes",
      arity = "1..*",
      paramLabel = "F",
      description = "Probe results: files, folders or globs.")
  final List<String> probes = new ArrayList<>();

  RecordingOptions() {}
}
