package io.nightlight.cli;

import io.nightlight.job.InvalidConfiguration;
import io.nightlight.job.KafkaRefusal;
import io.nightlight.job.KafkaUnavailable;
import io.nightlight.job.NearestName;
import io.nightlight.replay.UnreadableInput;
import io.nightlight.replay.UnwritableOutput;
import io.nightlight.wire.geo.CountryMapException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line and an exit status. */
final class UserMistakes {
  private static final int DEEPEST_CAUSE = 20;

  /** How picocli reports a misspelled option after one that takes several values. */
  private static final Pattern SWALLOWED_OPTION =
      Pattern.compile("^Unknown option: '(-[^']*)'; Expected parameter");

  private UserMistakes() {}

  static int explainUsage(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    return say(command, ExitStatus.USAGE, usageLine(mistake, command, args));
  }

  private static String usageLine(ParameterException mistake, CommandLine command, String[] args) {
    if (mistake instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched.getUnmatched().get(0), command);
    }
    // An option that is missing may be one that is misspelled.
    String misspelled =
        mistake instanceof MissingParameterException ? stranger(args, command) : null;
    if (misspelled != null) {
      return unknown(misspelled, command);
    }
    String line = firstLine(mistake);
    Matcher swallowed = SWALLOWED_OPTION.matcher(line);
    if (swallowed.find()) {
      return unknown(swallowed.group(1), command);
    }
    String uncapitalised =
        line.isEmpty() ? line : line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
    return uncapitalised + (mistake instanceof MissingParameterException ? hint(command) : "");
  }

  /** The first argument that looks like an option and is none of the command's. */
  private static @Nullable String stranger(String[] args, CommandLine command) {
    for (String argument : args) {
      String option = argument.split("=", 2)[0];
      if (option.startsWith("--") && !command.getCommandSpec().optionsMap().containsKey(option)) {
        return argument;
      }
    }
    return null;
  }

  private static String unknown(String argument, CommandLine command) {
    List<String> commands = List.copyOf(command.getSubcommands().keySet());
    if (argument.startsWith("-")) {
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      return "unknown option '%s'; the nearest known option is '%s'"
          .formatted(option, NearestName.to(option, options(command)));
    }
    if (!commands.isEmpty()) {
      return "unknown command '%s'; the nearest known command is '%s'"
          .formatted(argument, NearestName.to(argument, commands));
    }
    return "'" + argument + "' belongs to no option" + hint(command);
  }

  private static List<String> options(CommandLine command) {
    List<String> names = new ArrayList<>();
    command.getCommandSpec().options().forEach(option -> names.add(option.longestName()));
    return names;
  }

  private static String hint(CommandLine command) {
    return "; see './" + command.getCommandSpec().qualifiedName() + " --help'";
  }

  static int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
    // Before the rest: whoever met it may have called it a Kafka that does not answer.
    Optional<String> refusal = KafkaRefusal.explain(failure);
    if (refusal.isPresent()) {
      return say(command, ExitStatus.USAGE, refusal.get());
    }
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof InvalidConfiguration
          || cause instanceof BadUsage
          || cause instanceof UnwritableOutput) {
        return say(command, ExitStatus.USAGE, firstLine(cause));
      }
      if (cause instanceof UnreadableInput
          || cause instanceof CountryMapException
          || cause instanceof KafkaUnavailable) {
        return say(command, ExitStatus.UNREADABLE_INPUT, firstLine(cause));
      }
      if (cause instanceof NoSuchFileException missing) {
        return say(command, ExitStatus.UNREADABLE_INPUT, "no such file: " + missing.getFile());
      }
      if (cause instanceof AccessDeniedException denied) {
        return say(command, ExitStatus.UNREADABLE_INPUT, "permission denied: " + denied.getFile());
      }
      if (cause instanceof FileSystemException) {
        // Which file and why: it is a folder, or what should be one is not, or its name is too
        // long.
        return say(command, ExitStatus.UNREADABLE_INPUT, firstLine(cause));
      }
      cause = cause.getCause();
    }
    failure.printStackTrace(command.getErr());
    return say(
        command,
        ExitStatus.DEFECT,
        "this is a defect of Nightlight; please report it with the lines above and "
            + Logging.file());
  }

  private static int say(CommandLine command, int status, String line) {
    command.getErr().println("nightlight: " + line);
    return status;
  }

  private static String firstLine(Throwable mistake) {
    String message = mistake.getMessage();
    return message == null
        ? mistake.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
