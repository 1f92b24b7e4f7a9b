package io.nightlight.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What stands for a path in the arguments. An empty text would be the current folder, and is most
 * often a variable of the shell that is not set.
 */
final class PathText implements ITypeConverter<Path> {
  PathText() {}

  @Override
  public Path convert(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("an empty text names no file and no folder");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + e.getInput() + "' is no path");
    }
  }
}
