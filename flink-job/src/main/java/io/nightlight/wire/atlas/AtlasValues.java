package io.nightlight.wire.atlas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.UntrustedJson;
import java.io.IOException;

/** Values of the feed's fields. The oldest firmware writes numbers as texts. */
final class AtlasValues {
  private AtlasValues() {}

  static String text(String name, JsonParser json) throws IOException {
    expect(name, json, JsonToken.VALUE_STRING);
    return json.getText();
  }

  /** A whole number within a long. */
  static long whole(String name, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return json.getLongValue();
    }
    if (token == JsonToken.VALUE_STRING) {
      try {
        return Long.parseLong(json.getText());
      } catch (NumberFormatException e) {
        throw invalid(name, json.getText());
      }
    }
    if (token == null || !token.isNumeric()) {
      throw wrongType(name, json);
    }
    throw invalid(name, json.getText());
  }

  static double decimal(String name, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      try {
        return Double.parseDouble(json.getText());
      } catch (NumberFormatException e) {
        throw invalid(name, json.getText());
      }
    }
    if (token == null || !token.isNumeric()) {
      throw wrongType(name, json);
    }
    return json.getDoubleValue();
  }

  static void expect(String name, JsonParser json, JsonToken token) {
    UntrustedJson.expect(name, json, token);
  }

  private static RefusedException wrongType(String name, JsonParser json) {
    return new RefusedException(
        RejectReason.MALFORMED, "%s in %s".formatted(json.currentToken(), name));
  }

  private static RefusedException invalid(String name, String value) {
    return new RefusedException(
        RejectReason.INVALID_VALUE, name + " is '" + UntrustedJson.shown(value) + "'");
  }
}
