package io.nightlight.wire.rislive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Untrusted bytes to {@link RisLiveMessage}. Fields come in any order; those that are not known are
 * passed over; one that comes twice is refused, for nobody can say which of the two counts.
 */
final class RisLiveJson {
  /**
   * The largest BGP message (65,535 bytes, RFC 8654) as hexadecimal digits and, several times as
   * long, as texts; real ones have some hundred bytes.
   */
  static final int MOST_BYTES = 1 << 20;

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

  private RisLiveJson() {}

  /**
   * One object: the envelope with its {@code data}, or {@code data} alone.
   *
   * @throws RefusedException if the bytes are anything else
   */
  static RisLiveMessage parse(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new RefusedException(RejectReason.TOO_LARGE, bytes.length + " bytes");
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedException(RejectReason.MALFORMED, "no JSON object");
      }
      RisLiveMessage message = readMessage(json);
      if (json.nextToken() != null) {
        throw new RefusedException(RejectReason.MALFORMED, "more than one JSON object");
      }
      return message;
    } catch (StreamConstraintsException e) {
      throw refused(RejectReason.TOO_LARGE, e);
    } catch (JsonEOFException e) {
      throw refused(RejectReason.TRUNCATED, e);
    } catch (IOException e) {
      throw refused(RejectReason.MALFORMED, e);
    }
  }

  private static RisLiveMessage readMessage(JsonParser json) throws IOException {
    RisLiveFields outer = new RisLiveFields();
    RisLiveFields data = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT && name.equals("data")) {
        data = readData(json);
      } else {
        outer.read(name, json);
      }
    }
    if (data == null) {
      boolean bare = !outer.peer().isEmpty();
      return outer.message(bare ? RisLiveMessage.RIS_MESSAGE : outer.type());
    }
    return data.message(outer.type().isEmpty() ? RisLiveMessage.RIS_MESSAGE : outer.type());
  }

  private static RisLiveFields readData(JsonParser json) throws IOException {
    RisLiveFields data = new RisLiveFields();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      data.read(name, json);
    }
    return data;
  }

  /** Jackson's first line says what is wrong; the others where in the parser. */
  private static RefusedException refused(RejectReason reason, IOException e) {
    @Nullable String message = e.getMessage();
    return new RefusedException(
        reason, message == null ? "no JSON" : message.lines().findFirst().orElse("no JSON"));
  }
}
