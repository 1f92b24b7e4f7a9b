package io.nightlight.cli;

import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;

/** The names that the command line knows, for tests of what the documents say of it. */
public final class CommandNames {
  private CommandNames() {}

  public static Set<String> commands() {
    return Nightlight.commandLine().getSubcommands().keySet();
  }

  /** The long names of all options of all commands. */
  public static Set<String> options() {
    Set<String> names = new TreeSet<>();
    for (CommandLine command : Nightlight.commandLine().getSubcommands().values()) {
      command.getCommandSpec().options().forEach(option -> names.add(option.longestName()));
    }
    return names;
  }
}
