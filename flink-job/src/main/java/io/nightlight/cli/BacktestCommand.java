package io.nightlight.cli;

import io.nightlight.backtest.suite.ScenarioSuite;
import io.nightlight.backtest.suite.SuitePart;
import io.nightlight.backtest.suite.SuiteTable;
import io.nightlight.backtest.text.BacktestResult;
import io.nightlight.backtest.text.BacktestText;
import io.nightlight.backtest.text.BacktestTree;
import io.nightlight.backtest.text.ComparisonTable;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    description = "Recall, precision, delays and false alarms against labelled outages.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class BacktestCommand implements Callable<Integer> {
  private static final int SUITE_COUNTRIES = 100;

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

  @Option(
      names = "--suite",
      description =
          "The bundled worlds with known outages instead of replays: what do rules find in them?")
  private boolean suite;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which worlds; with --suite. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--countries",
      paramLabel = "N",
      description = "How many country-months of each part; with --suite. Default: 100.")
  private int countries = SUITE_COUNTRIES;

  @Mixin private ConfigurationOptions configuration;

  BacktestCommand() {}

  @Override
  public Integer call() throws IOException {
    if (suite) {
      return suite();
    }
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

  private Integer suite() {
    if (truth != null || !in.isEmpty() || json || list) {
      throw new BadUsage("--suite has its own truth: leave out --truth, --in, --list and --json");
    }
    if (countries < 1) {
      throw new BadUsage("bad value for --countries: " + countries + " (expected 1 or more)");
    }
    ScenarioSuite scenarios = new ScenarioSuite(seed, countries, configuration.load().detection());
    PrintWriter terminal = spec.commandLine().getOut();
    for (SuitePart part : SuitePart.values()) {
      SuiteTable.of(scenarios.run(part)).forEach(terminal::println);
      terminal.println();
      terminal.flush();
    }
    ComparisonTable.legend().forEach(terminal::println);
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
