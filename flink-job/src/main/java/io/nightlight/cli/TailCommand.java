package io.nightlight.cli;

import io.nightlight.job.JobRequest;
import io.nightlight.replay.EventTail;
import io.nightlight.replay.EventTail.Start;
import io.nightlight.replay.StopRequest;
import io.nightlight.schema.OutageEvent;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "tail",
    description = "Follows outage.events in a terminal until Ctrl-C.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class TailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--json", description = "One JSON object a line, as in replay's files.")
  private boolean json;

  @Option(names = "--from-beginning", description = "Begins with the first event there is.")
  private boolean fromBeginning;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Begins with the first event detected at or after this time, ISO-8601 UTC.")
  private @Nullable String since;

  TailCommand() {}

  @Override
  public Integer call() throws Exception {
    EventTail tail = new EventTail(configuration.load());
    Start start = start();
    try (OrderlyEnd end = OrderlyEnd.proper()) {
      tail.follow(start, new Printer(end.stop()), end.stop());
    }
    return ExitStatus.DONE;
  }

  private Start start() {
    if (since != null && fromBeginning) {
      throw new BadUsage("--since and --from-beginning exclude each other");
    }
    if (since != null) {
      return Start.since(JobRequest.time("--since", since));
    }
    return fromBeginning ? Start.BEGINNING : Start.NOW;
  }

  /** Prints, and ends when nobody reads any more. */
  private final class Printer implements EventTail.Listener {
    private final PrintWriter out = spec.commandLine().getOut();
    private final StopRequest stop;

    Printer(StopRequest stop) {
      this.stop = stop;
    }

    @Override
    public void heard(OutageEvent event) {
      out.println(json ? EventTail.json(event) : EventTail.text(event));
      if (out.checkError()) {
        stop.ask();
      }
    }

    @Override
    public void unreadable(String line) {
      spec.commandLine().getErr().println("nightlight: " + line);
    }
  }
}
