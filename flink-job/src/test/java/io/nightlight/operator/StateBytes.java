package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * State as bytes, and the bytes that each version of a format left in {@code
 * src/test/resources/state}.
 *
 * <p>To store those of a new version, add its folder name to the test and run it once with {@code
 * -Dnightlight.state.write=true}; files of versions that were released are never written again.
 */
final class StateBytes {
  private StateBytes() {}

  static <T> byte[] write(TypeSerializer<T> serializer, T value) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(256);
      serializer.serialize(value, out);
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T read(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    T value = serializer.deserialize(in);
    assertThat(in.available()).as("bytes left over").isZero();
    return value;
  }

  /**
   * The bytes that were stored under the name.
   *
   * @param today what is written instead if the switch is set
   */
  static byte[] stored(String name, byte[] today) throws IOException {
    if (Boolean.getBoolean("nightlight.state.write")) {
      Path file = Path.of("src/test/resources/state", name);
      Files.createDirectories(file.getParent());
      Files.write(file, today);
      return today;
    }
    return stored(name);
  }

  /** The bytes that an earlier release stored under the name. */
  static byte[] stored(String name) throws IOException {
    try (InputStream in = StateBytes.class.getResourceAsStream("/state/" + name)) {
      assertThat(in).as("bytes stored under " + name).isNotNull();
      return in.readAllBytes();
    }
  }
}
