package io.nightlight.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.broker.OwnTopics;
import io.nightlight.integration.process.Await;
import io.nightlight.integration.process.KafkaProcess;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.Pacer;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;

/**
 * A story on topics of its own, and what it has to come to.
 *
 * @param settings of the job, each {@code key=value}
 */
record Trial(
    List<String> settings,
    JobConfig config,
    Story story,
    Replayed replayed,
    InputTopics inputs,
    Committed committed) {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /**
   * Makes the topics, writes the story and replays its files.
   *
   * @param name what its topics' names begin with
   */
  static Trial of(String name, int chapters, KafkaProcess broker, Path folder) throws Exception {
    List<String> settings = new ArrayList<>(Story.SETTINGS);
    settings.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    settings.add("kafka.group.id=" + name);
    settings.add("kafka.transactional.id.prefix=" + name);
    settings.addAll(OwnTopics.all(name));
    List<String> here = new ArrayList<>(settings);
    // Of several batches that a killed broker took and did not acknowledge, it knows but the last
    // again: whoever sends only one at a time loses none and doubles none.
    here.add("kafka.client.max.in.flight.requests.per.connection=1");
    JobConfig config = JobConfig.load(null, here);
    try (Admin admin = broker.admin()) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
    Story story = Story.write(chapters, folder.resolve(name).resolve("recording"));
    Replayed replayed = story.replay(folder.resolve(name).resolve("replayed"));
    assertThat(replayed.events())
        .as("every outage of the story begins and ends")
        .filteredOn(event -> event.getKind() == OutageEventKind.RECOVERED)
        .hasSize(chapters - 2);
    return new Trial(
        settings, config, story, replayed, new InputTopics(config), new Committed(config));
  }

  /** What {@code flink run} would pass on. */
  List<String> arguments() {
    return settings.stream().flatMap(setting -> List.of("--set", setting).stream()).toList();
  }

  /** Publishes a chapter as fast as it goes. */
  void publish(int chapter) throws Exception {
    story.publish(chapter, config, Pacer.of(0));
  }

  /** Waits until a chapter's outage is told to whoever reads what is committed. */
  void awaitOpen(int chapter) throws InterruptedException {
    Await.until(
        "the outage of " + Story.country(chapter) + " is told",
        PATIENCE,
        () -> committed.isOpen(Story.country(chapter)));
  }

  /** Waits until as many scores are committed as the replay gave. */
  void awaitAllScores() throws IOException, InterruptedException {
    int all = replayed.lines(OutputFiles.SCORES).size();
    Await.until(
        "all " + all + " scores are committed",
        PATIENCE,
        () -> committed.scoreLines().size() >= all);
  }

  /** Each revision is there once, and all is as the replay of the files says. */
  void assertSameAsReplay() throws IOException, InterruptedException {
    Set<String> revisions = new HashSet<>();
    Map<String, OutageEvent> latest = new TreeMap<>();
    for (OutageEvent event : committed.events()) {
      latest.put(event.getEventId(), event);
      assertThat(revisions.add(event.getEventId() + "/" + event.getRevision()))
          .as("once: %s", event)
          .isTrue();
    }
    // A story takes less than the week after which an outage is forgotten.
    assertThat(committed.current()).as("the latest revisions").isEqualTo(latest);
    assertThat(committed.eventLines()).isEqualTo(replayed.lines(OutputFiles.EVENTS));
    assertThat(committed.scoreLines()).isEqualTo(replayed.lines(OutputFiles.SCORES));
    assertThat(committed.measurementLines()).isEqualTo(replayed.lines(OutputFiles.MEASUREMENTS));
  }
}
