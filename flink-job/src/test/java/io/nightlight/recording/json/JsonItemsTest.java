package io.nightlight.recording.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonItemsTest {
  private static JsonPieces items(String content) {
    return JsonPieces.items(new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  private static List<String> read(String content) throws IOException {
    JsonPieces items = items(content);
    List<String> all = new ArrayList<>();
    for (JsonPiece item = items.next(); item != null; item = items.next()) {
      assertThat(item.number()).isEqualTo(all.size() + 1);
      all.add(item.offset() + " " + new String(item.bytes(), UTF_8).replace("\n", "~"));
    }
    assertThat(items.next()).isNull();
    return all;
  }

  /** Line ends are written as ~. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          # content                         | items
          []                                | -
          [{"a":1},{"b":2}]                 | 1 {"a":1};9 {"b":2}
          [~ {"a":1},~ {"b":2}~]~           | 3 {"a":1};13 {"b":2}
          [~ {~"a":[1, {"b":{}}]~}~]        | 3 {~"a":[1, {"b":{}}]~}
          [{"a":"]},{"},{"b":2}]            | 1 {"a":"]},{"};14 {"b":2}
          [{"a":"\\""},{"b":"\\\\"}]        | 1 {"a":"\\""};12 {"b":"\\\\"}
          [{"a":1}]~[{"b":2}]               | 1 {"a":1};11 {"b":2}
          {"a":1}~{"b":2}                   | 0 {"a":1};8 {"b":2}
          # damaged: what follows is not lost
          [{"a":"1~{"b":2}]                 | 1 {"a":"1;9 {"b":2}
          [{"a":[1}~,{"b":2}]               | 1 {"a":[1};11 {"b":2}
          [{"a":[{"x":1}~{"b":2}]           | 1 {"a":[{"x":1}~;15 {"b":2}
          [{"a":1],[{"b":2}]                | 1 {"a":1;10 {"b":2}
          [7,{"b":2}]                       | 1 7,;3 {"b":2}
          [null~{"b":2}]                    | 1 null;6 {"b":2}
          """)
  void cutsItemsAndSaysWhereTheyBegin(String content, String items) throws IOException {
    List<String> expected = items == null ? List.of() : List.of(items.split(";"));

    assertThat(read(content.replace('~', '\n'))).isEqualTo(expected);
  }

  @Test
  void tellsAnArrayWithoutAnEnd() throws IOException {
    JsonPieces items = items("[{\"a\":1},\n{\"b\":2}");

    assertThat(items.next()).isNotNull();
    assertThat(items.next()).isNotNull();
    assertThatIOException().isThrownBy(items::next).isInstanceOf(EOFException.class);
    assertThat(items.offset()).isEqualTo(17);
    assertThat(items.partial()).isEmpty();
    assertThat(items.next()).isNull();
  }

  @Test
  void ofAnEndlessItemKeepsTheBeginning() throws IOException {
    String endless = "{" + "x".repeat(3 * JsonPieces.MOST_BYTES);
    JsonPieces items = items("[" + endless + "}, {}]");

    JsonPiece first = items.next();

    assertThat(first.bytes()).hasSize(JsonPieces.MOST_BYTES);
    assertThat(first.length()).isEqualTo(endless.length() + 1);
    assertThat(new String(items.next().bytes(), UTF_8)).isEqualTo("{}");
    assertThat(items.next()).isNull();
  }

  @Test
  void p9CutsNoiseToItsEnd() {
    Random random = new Random(36);
    String signs = "{}[]\",:\\\n x1";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder noise = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        noise.append(signs.charAt(random.nextInt(signs.length())));
      }
      JsonPieces items = items(noise.toString());
      long bytes = 0;
      try {
        for (JsonPiece item = items.next(); item != null; item = items.next()) {
          assertThat(item.length()).isPositive();
          bytes += item.length();
        }
      } catch (IOException e) {
        assertThat(e).isInstanceOf(EOFException.class);
      }
      assertThat(bytes).isLessThanOrEqualTo(noise.length());
    }
  }
}
