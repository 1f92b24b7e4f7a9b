package io.nightlight.job;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file into dotted keys. Keys may be written dotted, nested or both; every value is
 * kept as it is written, because YAML's own guesses turn 1:30 into 90 and no into false.
 */
final class ConfigFile {
  private static final int MOST_BYTES = 1 << 20;
  private static final int DEEPEST = 10;

  private ConfigFile() {}

  /**
   * @return keys in the file's order
   * @throws InvalidConfiguration if the file cannot be read or is not such a file
   */
  static Map<String, String> read(Path file) {
    Map<String, String> settings = new LinkedHashMap<>();
    try {
      Object root = yaml().load(text(file));
      if (root != null) {
        flatten("", root, settings, file);
      }
    } catch (MarkedYAMLException e) {
      throw new InvalidConfiguration(
          file + " line " + (e.getProblemMark().getLine() + 1) + ": " + oneLine(e.getProblem()));
    } catch (YAMLException e) {
      throw new InvalidConfiguration(file + ": " + oneLine(e.getMessage()));
    }
    return settings;
  }

  private static Yaml yaml() {
    LoaderOptions limits = new LoaderOptions();
    limits.setAllowDuplicateKeys(false);
    limits.setCodePointLimit(MOST_BYTES);
    limits.setNestingDepthLimit(DEEPEST);
    limits.setMaxAliasesForCollections(10);
    limits.setAllowRecursiveKeys(false);
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(limits), new Representer(unused), unused, limits, new AllText());
  }

  /** Guesses no types. */
  private static final class AllText extends Resolver {
    @Override
    protected void addImplicitResolvers() {}
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new InvalidConfiguration("cannot read " + file + ": it is a folder");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new InvalidConfiguration(file + " is no configuration: larger than 1 MB");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidConfiguration("cannot read " + file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new InvalidConfiguration("cannot read " + file + ": permission denied");
    } catch (CharacterCodingException e) {
      throw new InvalidConfiguration(file + " is no configuration: not UTF-8 text");
    } catch (IOException e) {
      throw new InvalidConfiguration("cannot read " + file + ": " + oneLine(e.getMessage()));
    }
  }

  private static void flatten(
      String prefix, @Nullable Object value, Map<String, String> settings, Path file) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, inner) ->
              flatten(prefix.isEmpty() ? text(name) : prefix + "." + name, inner, settings, file));
    } else if (prefix.isEmpty()) {
      throw new InvalidConfiguration(file + ": expected lines of 'key: value'");
    } else if (!(value instanceof String text)) {
      throw new InvalidConfiguration(file + ": " + prefix + " needs one value, not a list");
    } else if (settings.put(prefix, text) != null) {
      throw new InvalidConfiguration(file + ": " + prefix + " is given twice");
    }
  }

  private static String text(Object name) {
    return String.valueOf(name);
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "damaged" : message.lines().findFirst().orElse("damaged");
  }
}
