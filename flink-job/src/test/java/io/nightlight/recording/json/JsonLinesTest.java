package io.nightlight.recording.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  private static List<String> read(String content) throws IOException {
    JsonLines lines = new JsonLines(new ByteArrayInputStream(content.getBytes(UTF_8)));
    List<String> all = new ArrayList<>();
    for (JsonPiece line = lines.next(); line != null; line = lines.next()) {
      all.add(line.number() + "@" + line.offset() + " " + new String(line.bytes(), UTF_8));
    }
    assertThat(lines.next()).isNull();
    return all;
  }

  @Test
  void cutsLinesAndSaysWhereTheyBegin() throws IOException {
    assertThat(read("{1}\n{22}\r\n\n \t\n{333}"))
        .containsExactly("1@0 {1}", "2@4 {22}\r", "5@14 {333}");
    assertThat(read("{1}\n")).containsExactly("1@0 {1}");
    assertThat(read("")).isEmpty();
    assertThat(read("\n\n")).isEmpty();
  }

  @Test
  void ofAnEndlessLineKeepsTheBeginning() throws IOException {
    String endless = "x".repeat(3 * JsonPieces.MOST_BYTES);
    JsonLines lines = new JsonLines(new ByteArrayInputStream((endless + "\n{}").getBytes(UTF_8)));

    JsonPiece first = lines.next();

    assertThat(first.bytes()).hasSize(JsonPieces.MOST_BYTES);
    assertThat(first.length()).isEqualTo(endless.length());
    assertThat(lines.next().offset()).isEqualTo(endless.length() + 1);
    assertThat(lines.next()).isNull();
  }

  @Test
  void saysOnceThatTheRestCannotBeReadAndKeepsTheBrokenLine() throws IOException {
    JsonLines lines =
        new JsonLines(
            new SequenceInputStream(
                new ByteArrayInputStream("{1}\n{2".getBytes(UTF_8)), new Broken()));

    assertThat(lines.next()).isNotNull();
    assertThatIOException().isThrownBy(lines::next).withMessage("broken");
    assertThat(lines.partial()).asString().isEqualTo("{2");
    assertThat(lines.offset()).isEqualTo(4);
    assertThat(lines.next()).isNull();
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("broken");
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      throw new IOException("broken");
    }
  }
}
