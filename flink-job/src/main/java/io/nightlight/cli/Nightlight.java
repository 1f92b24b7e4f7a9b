package io.nightlight.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: {@code ./nightlight COMMAND}. */
@Command(
    name = "nightlight",
    description = "Tells, for every country, how much of its Internet answers.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      PublishCommand.class,
      JobCommand.class,
      TopicsCommand.class,
      TailCommand.class,
      ReportCommand.class,
      BacktestCommand.class
    })
public final class Nightlight implements Runnable {
  @Spec private CommandSpec spec;

  Nightlight() {}

  public static void main(String[] args) {
    Logging.keepTerminalQuiet();
    System.exit(run(args, writer(System.out), writer(System.err)));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs one command and returns its {@link ExitStatus}. */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  static CommandLine commandLine() {
    CommandLine nightlight = new CommandLine(new Nightlight());
    for (CommandLine command : nightlight.getSubcommands().values()) {
      command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
    }
    return nightlight
        .registerConverter(Path.class, new PathText())
        // Else a misspelled option becomes a file name of the option before it.
        .setUnmatchedOptionsAllowedAsOptionParameters(false)
        .setUnmatchedOptionsArePositionalParams(false)
        .setAbbreviatedOptionsAllowed(false)
        .setAbbreviatedSubcommandsAllowed(false)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(UserMistakes::explainUsage)
        .setExecutionExceptionHandler(UserMistakes::explainFailure);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command given; './nightlight --help' lists the commands");
  }
}
