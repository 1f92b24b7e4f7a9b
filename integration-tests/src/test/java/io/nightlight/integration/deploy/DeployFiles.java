package io.nightlight.integration.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of {@code deploy/}. */
final class DeployFiles {
  static final Path FOLDER = root().resolve("deploy");

  private DeployFiles() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isRegularFile(folder.resolve("nightlight"))) {
      folder = folder.getParent();
    }
    return Objects.requireNonNull(folder, "not run inside the project");
  }

  static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  static Map<String, Object> yaml(String file) throws IOException {
    return yamlText(text(file));
  }

  /** JSON is YAML. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> yamlText(String text) {
    return (Map<String, Object>) parser().load(text);
  }

  private static Yaml parser() {
    LoaderOptions limits = new LoaderOptions();
    limits.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(limits));
  }

  /** Every document of a file. */
  static List<Object> documents(String file) throws IOException {
    return StreamSupport.stream(parser().loadAll(text(file)).spliterator(), false).toList();
  }

  /** What lies at a path of keys, such as {@code spec.job.args}; null if nothing. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T> T at(Map<String, Object> tree, String path) {
    Object value = tree;
    for (String key : path.split("[.]", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return (T) Objects.requireNonNull(value, path);
  }
}
