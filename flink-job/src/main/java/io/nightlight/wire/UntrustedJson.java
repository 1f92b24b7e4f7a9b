package io.nightlight.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * JSON that nobody vouches for, token by token: bounded in depth and in the length of a number, a
 * name and a text. A field that comes twice is refused, for nobody can say which of the two counts.
 */
public final class UntrustedJson {
  private static final int MOST_SHOWN = 60;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names of garbage would fill the JVM's table of interned texts.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(40)
                  .maxNameLength(256)
                  .maxStringLength(140_000)
                  .build())
          .build();

  private UntrustedJson() {}

  /** Reads the value that the parser stands on, to its end. */
  public interface Body<T> {
    T read(JsonParser json) throws IOException;
  }

  /**
   * One value and nothing behind it.
   *
   * @param mostBytes more are refused unseen
   * @throws RefusedException if the bytes are anything else, or as {@code body} throws it
   */
  public static <T> T read(byte[] bytes, int mostBytes, Body<T> body) {
    if (bytes.length > mostBytes) {
      throw new RefusedException(RejectReason.TOO_LARGE, bytes.length + " bytes");
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      json.nextToken();
      T value = body.read(json);
      if (json.nextToken() != null) {
        throw new RefusedException(RejectReason.MALFORMED, "more than one JSON value");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw refused(RejectReason.TOO_LARGE, e);
    } catch (JsonEOFException e) {
      throw refused(RejectReason.TRUNCATED, e);
    } catch (IOException e) {
      throw refused(RejectReason.MALFORMED, e);
    }
  }

  /**
   * @throws RefusedException if the parser stands on another token
   */
  public static void expect(String name, JsonParser json, JsonToken token) {
    if (json.currentToken() != token) {
      throw new RefusedException(
          RejectReason.MALFORMED, "%s in %s".formatted(json.currentToken(), name));
    }
  }

  /** As much of a text of theirs as a message of ours has room for. */
  public static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }

  /** Jackson's first line says what is wrong; the others where in the parser. */
  private static RefusedException refused(RejectReason reason, IOException e) {
    @Nullable String message = e.getMessage();
    return new RefusedException(
        reason, message == null ? "no JSON" : message.lines().findFirst().orElse("no JSON"));
  }
}
