package io.nightlight.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.domain.availability.ScoreStatus;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads of each line of scores, as {@link AvroJson} writes them, no more than a {@link
 * ScoredWindow} takes: what comes behind its fields is not looked at, damaged or not. Fields may
 * come in any order. Scores of a month are gigabytes, and lines in order bear the same times in
 * turn, so the last two are kept. Not for several threads.
 */
public final class ScoredWindowReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FIELDS = 4;

  private final Time starts = new Time();
  private final Time ends = new Time();

  public ScoredWindowReader() {}

  /**
   * Reads one line.
   *
   * @throws RefusedException MALFORMED if the line is no JSON of a score, up to where it was read;
   *     INVALID_VALUE if a field is missing or the window ends before it starts
   */
  public ScoredWindow read(String line) {
    try (JsonParser json = JSON.createParser(line)) {
      return read(json);
    } catch (IOException | DateTimeException e) {
      throw malformed(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private ScoredWindow read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw malformed("no object");
    }
    String country = null;
    Instant start = null;
    Instant end = null;
    ScoreStatus status = null;
    for (int left = FIELDS; left > 0 && json.nextToken() == JsonToken.FIELD_NAME; ) {
      String name = json.currentName();
      json.nextToken();
      left--;
      switch (name) {
        case "country" -> country = text(json);
        case "windowStart" -> start = starts.of(text(json));
        case "windowEnd" -> end = ends.of(text(json));
        case "status" -> status = status(text(json));
        default -> {
          json.skipChildren();
          left++;
        }
      }
    }
    if (country == null || start == null || end == null || status == null || !end.isAfter(start)) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "no window of a country");
    }
    return new ScoredWindow(country, start, end, status);
  }

  /** An unknown one becomes the schema's default. */
  private static ScoreStatus status(String name) {
    for (ScoreStatus status : ScoreStatus.values()) {
      if (status.name().equals(name)) {
        return status;
      }
    }
    return ScoreStatus.UNKNOWN;
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw malformed("%s where a text belongs".formatted(json.currentToken()));
    }
    return json.getText();
  }

  private static RefusedException malformed(String message) {
    return new RefusedException(RejectReason.MALFORMED, message);
  }

  /** A time that was read, in case that it comes again. */
  private static final class Time {
    private @Nullable String text;
    private Instant time = Instant.EPOCH;

    Instant of(String next) {
      if (!next.equals(text)) {
        time = Instant.parse(next);
        text = next;
      }
      return time;
    }
  }
}
