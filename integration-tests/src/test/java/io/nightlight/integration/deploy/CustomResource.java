package io.nightlight.integration.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a Kubernetes resource may say, by its definition: types, known fields, enums, required
 * fields. An API server would drop an unknown field without a word; here it is a violation.
 */
final class CustomResource {
  private final Map<?, ?> schema;

  private CustomResource(Map<?, ?> schema) {
    this.schema = schema;
  }

  /** The definition of a FlinkDeployment that is kept beside the tests. */
  static CustomResource flinkDeployment() throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                CustomResource.class.getResourceAsStream("flinkdeployments.crd.yml.gz")))) {
      Map<String, Object> definition =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(new String(in.readAllBytes(), UTF_8));
      List<Map<String, Object>> versions = DeployFiles.at(definition, "spec.versions");
      return new CustomResource(DeployFiles.at(versions.get(0), "schema.openAPIV3Schema"));
    }
  }

  /** What is wrong with a resource; empty if nothing is. */
  List<String> violations(Map<String, Object> resource) {
    List<String> violations = new ArrayList<>();
    check(schema, resource, "", violations);
    return violations;
  }

  private void check(Map<?, ?> expected, Object value, String path, List<String> violations) {
    if (Boolean.TRUE.equals(expected.get("x-kubernetes-preserve-unknown-fields"))
        || Boolean.TRUE.equals(expected.get("x-kubernetes-int-or-string"))) {
      return;
    }
    String type = (String) expected.get("type");
    if (!isOf(type, value)) {
      violations.add(path + " is no " + type + ": " + value);
    } else if (expected.get("enum") instanceof List<?> known && !known.contains(value)) {
      violations.add(path + " is none of " + known + ": " + value);
    } else if (value instanceof Map<?, ?> map) {
      checkFields(expected, map, path, violations);
    } else if (value instanceof List<?> list) {
      Map<?, ?> items = (Map<?, ?>) expected.get("items");
      list.forEach(item -> check(items, item, path + "[]", violations));
    }
  }

  private void checkFields(
      Map<?, ?> expected, Map<?, ?> value, String path, List<String> violations) {
    Map<?, ?> properties = (Map<?, ?>) expected.get("properties");
    Map<?, ?> additional = (Map<?, ?>) expected.get("additionalProperties");
    if (expected.get("required") instanceof List<?> required) {
      required.stream()
          .filter(field -> !value.containsKey(field))
          .forEach(field -> violations.add(path + "." + field + " is missing"));
    }
    // Free-form, such as metadata, which the API server itself defines.
    if (properties == null && additional == null) {
      return;
    }
    value.forEach(
        (field, inner) -> {
          Object known = properties == null ? additional : properties.get(field);
          if (known instanceof Map<?, ?> definition) {
            check(definition, inner, path + "." + field, violations);
          } else if (!path.isEmpty()
              || !List.of("apiVersion", "kind", "metadata").contains(field)) {
            violations.add(path + "." + field + " is unknown");
          }
        });
  }

  private static boolean isOf(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      default -> throw new IllegalStateException(type);
    };
  }
}
