package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.wire.ScoredWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
  private static final String EVENT =
      """
      {"eventId":"a","revision":0,"kind":"STARTED","country":"SY","severity":"TOTAL",\
      "classification":"ROUTES_WITHDRAWN","lowestScore":0.0,"mode":"REPLAY"}
      """;

  private static final String SCORE =
      """
      {"country":"SY","windowStart":"2021-06-01T00:00:00Z","windowEnd":"2021-06-01T00:01:00Z",\
      "status":"OUT"}
      """;

  @TempDir Path root;

  private Path result(String name, String events, String scores) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(folder.resolve(OutputFiles.EVENTS), events);
    Files.writeString(folder.resolve(OutputFiles.SCORES), scores);
    return folder.toRealPath();
  }

  private static ResultFolder only(Path folder) throws IOException {
    List<ResultFolder> found = ResultFolder.find(List.of(folder));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void readsEventsAndWindows() throws Exception {
    ResultFolder folder = only(result("one", EVENT + EVENT, SCORE));
    List<OutageEvent> events = new ArrayList<>();
    List<ScoredWindow> windows = new ArrayList<>();
    assertThat(folder.readEvents(events::add)).isEqualTo(ResultFolder.Damage.NONE);
    assertThat(folder.readWindows(windows::add)).isEqualTo(ResultFolder.Damage.NONE);
    assertThat(events).extracting(OutageEvent::eventId).containsExactly("a", "a");
    assertThat(windows).hasSize(1);
  }

  @Test
  void aFolderOfResultsIsEachOfThemOnce() throws Exception {
    Path one = result("all/2021-05", EVENT, SCORE);
    Path other = result("all/2021-06", EVENT, SCORE);
    Files.createDirectories(root.resolve("all/notes"));
    Files.writeString(root.resolve("all/readme.txt"), "words");
    List<ResultFolder> found =
        ResultFolder.find(List.of(other, root.resolve("all"), root.resolve("all/../all")));
    assertThat(found).extracting(ResultFolder::path).containsExactly(other, one);
  }

  @Test
  void aFolderWithoutAResultIsNamed() {
    assertThatExceptionOfType(UnreadableInput.class)
        .isThrownBy(() -> ResultFolder.find(List.of(root)))
        .withMessageStartingWith(root + " holds no result of replay: no outage-events.jsonl");
    assertThatExceptionOfType(UnreadableInput.class)
        .isThrownBy(() -> ResultFolder.find(List.of(root.resolve("none"))))
        .withMessage("no such folder: " + root.resolve("none"));
  }

  @Test
  void damagedLinesAreCountedAndTheFirstIsNamed() throws Exception {
    Path folder = result("one", EVENT + "\n{\"eventId\"", SCORE);
    Path scores = folder.resolve(OutputFiles.SCORES);
    Files.write(
        scores, (SCORE + "\u00FF\n" + SCORE + "{\"cou").getBytes(StandardCharsets.ISO_8859_1));
    List<Object> read = new ArrayList<>();
    ResultFolder.Damage ofEvents = only(folder).readEvents(read::add);
    ResultFolder.Damage ofWindows = only(folder).readWindows(read::add);
    assertThat(read).hasSize(3);
    assertThat(ofEvents.lines()).isEqualTo(2);
    assertThat(ofEvents.first()).startsWith(folder.resolve(OutputFiles.EVENTS) + ", line 2: ");
    assertThat(ofWindows.lines()).isEqualTo(2);
    assertThat(ofWindows.first()).startsWith(scores + ", line 2: ");
    assertThat(ofEvents.plus(ofWindows)).isEqualTo(new ResultFolder.Damage(4, ofEvents.first()));
  }

  @Test
  void aFileWithoutAnyReadableLineIsNoResult() throws Exception {
    ResultFolder folder = only(result("one", EVENT, "words\nwords\n"));
    assertThatExceptionOfType(UnreadableInput.class)
        .isThrownBy(() -> folder.readWindows(window -> {}))
        .withMessageContaining("availability-scores.jsonl, line 1: ");
  }

  @Test
  void emptyFilesAreAReplayOfNothing() throws Exception {
    ResultFolder folder = only(result("one", "", ""));
    assertThat(folder.readEvents(event -> {}).lines()).isZero();
    assertThat(folder.readWindows(window -> {}).lines()).isZero();
  }

  @Test
  void scoresMustBeThere() throws Exception {
    Path folder = result("one", EVENT, SCORE);
    Files.delete(folder.resolve(OutputFiles.SCORES));
    assertThatExceptionOfType(UnreadableInput.class)
        .isThrownBy(() -> only(folder).readWindows(window -> {}))
        .withMessage("no such file: " + folder.resolve(OutputFiles.SCORES));
  }
}
