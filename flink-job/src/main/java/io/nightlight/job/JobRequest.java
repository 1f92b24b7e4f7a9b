package io.nightlight.job;

import io.nightlight.domain.outage.RunMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the job is asked to do: live if it has no end, else bounded by timestamps of the topics.
 *
 * @param from the first Kafka timestamp to read; null for the earliest there is
 * @param to reading ends before this Kafka timestamp; null for a live job
 */
public record JobRequest(JobConfig config, @Nullable Instant from, @Nullable Instant to) {
  private static final List<String> OPTIONS = List.of("--config", "--set", "--from", "--to");

  /**
   * Checks the order of the two times.
   *
   * @throws InvalidConfiguration if the end is not after the beginning
   */
  public JobRequest {
    if (from != null && to != null && !to.isAfter(from)) {
      throw new InvalidConfiguration("--to (" + to + ") must be after --from (" + from + ")");
    }
  }

  /** Bounded is a replay of what the topics keep; without an end it is the live job. */
  public RunMode mode() {
    return to == null ? RunMode.LIVE : RunMode.REPLAY;
  }

  /**
   * What a cluster shows the job as, and metrics bear as their label {@code job_name}: its mode and
   * its deployment, so that a replay, or another deployment's job, never stands for the live one.
   */
  public String jobName() {
    return "nightlight-" + mode().name().toLowerCase(Locale.ROOT) + "-" + config.deployment();
  }

  /**
   * Reads the arguments that {@code flink run} passes on: {@code --config FILE}, {@code --set
   * key=value} (repeatable), {@code --from TIME} and {@code --to TIME}, each also with {@code =}.
   *
   * @throws InvalidConfiguration with one line that names what is wrong
   */
  public static JobRequest parse(String... args) {
    Path config = null;
    Instant from = null;
    Instant to = null;
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      String option = equals < 0 ? args[i] : args[i].substring(0, equals);
      if (!OPTIONS.contains(option)) {
        throw new InvalidConfiguration(
            "unknown option '%s'; the nearest known option is '%s'"
                .formatted(option, NearestName.to(option, OPTIONS)));
      }
      if (equals < 0 && ++i == args.length) {
        throw new InvalidConfiguration(option + " needs a value");
      }
      String value = equals < 0 ? args[i] : args[i].substring(equals + 1);
      switch (option) {
        case "--config" -> config = Path.of(value);
        case "--from" -> from = time(option, value);
        case "--to" -> to = time(option, value);
        default -> settings.add(value);
      }
    }
    return new JobRequest(JobConfig.load(config, settings), from, to);
  }

  /**
   * Reads the value of {@code --from} or {@code --to}.
   *
   * @throws InvalidConfiguration if the text is no ISO-8601 time in UTC
   */
  public static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidConfiguration(
          "bad value for %s: '%s' (expected a time in UTC such as 2014-12-22T16:15:00Z)"
              .formatted(option, text));
    }
  }
}
