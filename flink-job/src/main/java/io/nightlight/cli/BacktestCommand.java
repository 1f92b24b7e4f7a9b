package io.nightlight.cli;

import io.nightlight.backtest.text.BacktestResult;
import io.nightlight.backtest.text.BacktestText;
import io.nightlight.backtest.text.BacktestTree;
import io.nightlight.backtest.text.OutageList;
import io.nightlight.wire.JsonTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    description = "Recall, precision, delays and false alarms against labelled outages.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class BacktestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--truth",
      paramLabel = "CSV",
      description =
          "The labelled outages: a first line that names the columns country, start and end, then "
              + "a line each; times such as 2014-12-22T16:15:00Z, the end may be empty.")
  private @Nullable Path truth;

  @Option(
      names = "--in",
      arity = "1..*",
      paramLabel = "DIR",
      description = "What replay left in --out; or a folder of such folders. Several may be given.")
  private final List<Path> in = new ArrayList<>();

  @Option(
      names = "--list",
      description = "Also what became of each labelled outage, and each false alarm.")
  private boolean list;

  @Option(names = "--json", description = "One JSON object instead of tables.")
  private boolean json;

  BacktestCommand() {}

  @Override
  public Integer call() throws IOException {
    if (truth == null || in.isEmpty()) {
      throw new BadUsage("nothing to compare: give --truth CSV and --in DIR");
    }
    BacktestResult result = BacktestInput.read(truth, in);
    PrintWriter terminal = spec.commandLine().getOut();
    if (json) {
      terminal.print(JsonTree.indented(tree(result)));
      terminal.flush();
    } else {
      BacktestText.of(result).forEach(terminal::println);
      if (list) {
        OutageList.of(result.nightlight()).forEach(terminal::println);
      }
    }
    return ExitStatus.DONE;
  }

  private Map<String, @Nullable Object> tree(BacktestResult result) {
    Map<String, @Nullable Object> tree = BacktestTree.of(result);
    if (list) {
      tree.put("outages", BacktestTree.outages(result.nightlight()));
      tree.put("falseAlarms", BacktestTree.falseAlarms(result.nightlight()));
    }
    return tree;
  }
}
