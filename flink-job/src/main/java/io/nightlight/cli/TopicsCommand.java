package io.nightlight.cli;

import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.TopicCheck;
import io.nightlight.job.TopicCheck.Findings;
import io.nightlight.job.TopicCheck.Found;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "topics",
    description =
        "Creates the topics that are missing, and says how those that are there differ from what"
            + " they should be, and whether a transaction that nobody will end hides what they hold."
            + " Never changes or deletes one.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--check", description = "Creates nothing, only looks.")
  private boolean check;

  @Option(
      names = "--retention",
      paramLabel = "WHICH",
      description =
          "live: inputs a week, scores 90 days, events for ever. recording: all for ever, because"
              + " recordings bear old times and brokers would delete them at once. Default: live.")
  private Retention retention = Retention.LIVE;

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      description =
          "Copies of each partition; from 3 on what is acknowledged has to lie on 2"
              + " (min.insync.replicas). Default: the brokers' own.")
  private @Nullable Short replicas;

  TopicsCommand() {}

  @Override
  public Integer call() throws Exception {
    if (replicas != null && replicas < 1) {
      throw new BadUsage(
          "bad value for --replication-factor: " + replicas + " (expected 1 or more)");
    }
    TopicCheck topics =
        new TopicCheck(configuration.load(), retention, Optional.ofNullable(replicas));
    Findings findings = check ? topics.look() : topics.create();
    List<Found> found = findings.topics();
    PrintWriter out = spec.commandLine().getOut();
    found.forEach(topic -> out.println(topic.text()));
    findings
        .untold()
        .ifPresent(why -> out.println("whether transactions hang there is not known here: " + why));
    long unsound = found.stream().filter(topic -> !topic.state().isSound()).count();
    if (unsound > 0) {
      throw new BadUsage(
          "%d of %d topics are not as they should be".formatted(unsound, found.size()));
    }
    return ExitStatus.DONE;
  }
}
