package io.nightlight.recording;

import static io.nightlight.recording.mrt.MrtBytes.T0;
import static io.nightlight.recording.mrt.MrtBytes.announcement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingFilesTest {
  private static final byte[] RECORDING = announcement(T0, "10.0.0.0/8").toArray();

  @TempDir private Path folder;

  private String write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return file.toString();
  }

  private List<String> names(String... named) throws UnreadableRecordingException {
    return RecordingFiles.find(List.of(named)).stream()
        .map(file -> file.collector() + ":" + folder.relativize(file.path()))
        .toList();
  }

  @Test
  void findsWhatLiesInAFolderInTheOrderOfPaths() throws Exception {
    write("rrc06/b", RECORDING);
    write("rrc06/a/z", RECORDING);
    write("rrc05/c", RECORDING);
    write("rrc05/MD5SUMS", "d41d8cd98f00b204 updates".getBytes(StandardCharsets.UTF_8));
    write("rrc05/.part", RECORDING);

    assertThat(names(folder.toString()))
        .containsExactly("rrc05:rrc05/c", "rrc06:rrc06/a/z", "rrc06:rrc06/b");
  }

  @Test
  void findsEachFileOnceHoweverNamed() throws Exception {
    String one = write("rrc06/a", RECORDING);
    String two = write("rrc06/b", RECORDING);

    assertThat(names(two, folder + "/rrc06", folder + "/rrc06/../rrc06/*", one))
        .isEqualTo(names(one, two));
    assertThat(names(one, two)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"rrc06/up* 2", "**/updates.? 2", "rrc0[5-6]/{updates,rib}* 3", "*/*.1 2"})
  void findsByGlob(String glob, int count) throws Exception {
    write("rrc06/updates.1", RECORDING);
    write("rrc06/updates.2", RECORDING);
    write("rrc05/rib.1", RECORDING);

    assertThat(names(folder + "/" + glob)).hasSize(count);
  }

  @Test
  void takesTheCollectorThatTheUserNames() throws Exception {
    String file = write("rrc06/a=b", RECORDING);

    assertThat(names("route-views.linx.routeviews.org=" + file))
        .containsExactly("route-views.linx:rrc06/a=b");
    assertThat(names("lab=" + folder)).containsExactly("lab:rrc06/a=b");
    assertThat(names(file)).containsExactly("rrc06:rrc06/a=b");
  }

  @Test
  void saysInOneLineWhatCannotBeRead() throws Exception {
    write("empty/.hidden", RECORDING);
    String text = write("texts/README", "a text of no format".getBytes(StandardCharsets.UTF_8));
    String atlas = write("json", "{\"prb_id\":1,\"msm_id\":2}".getBytes(StandardCharsets.UTF_8));

    assertRefused(folder + "/missing", "no such file: ");
    assertRefused(folder + "/missing/*.gz", "no file matches ");
    assertRefused(folder + "/empty", "no recordings of BGP in ");
    assertRefused(folder + "/texts", "no recordings of BGP in ");
    assertRefused(text, "is no recording");
    assertRefused(atlas, ": it holds RIPE Atlas JSON");
    assertRefused("rrc06=" + folder + "/missing", "no such file: ");
  }

  private static void assertRefused(String named, String message) {
    assertThatExceptionOfType(UnreadableRecordingException.class)
        .isThrownBy(() -> RecordingFiles.find(List.of(named)))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}
