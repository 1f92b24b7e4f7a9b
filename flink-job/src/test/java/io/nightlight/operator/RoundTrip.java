package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** Writes something and reads it back, down to the last byte. */
final class RoundTrip {
  private RoundTrip() {}

  interface Writer {
    void write(DataOutputView out) throws IOException;
  }

  interface Reader<T> {
    T read(DataInputView in) throws IOException;
  }

  static <T> T of(Writer writer, Reader<T> reader) {
    try {
      DataInputDeserializer in = new DataInputDeserializer(bytes(writer));
      T read = reader.read(in);
      assertThat(in.available()).as("bytes left over").isZero();
      return read;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(Writer writer) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(16);
      writer.write(out);
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
