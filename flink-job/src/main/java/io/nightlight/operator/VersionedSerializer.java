package io.nightlight.operator;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.Preconditions;

/**
 * A serializer of live objects in keyed state. Every value begins with the version of its format,
 * so that a later release can read what this one wrote; a version from the future is refused with
 * its number.
 *
 * @param <T> a mutable value: it is copied before it is changed while a checkpoint is being written
 */
abstract class VersionedSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1;

  /** A guess at the length of the next value; which thread's it is doesn't matter. */
  private transient int usualBytes;

  /** The version that {@link #writeBody} writes. */
  abstract int version();

  abstract void writeBody(T value, DataOutputView out) throws IOException;

  /**
   * @param version at most {@link #version()}
   */
  abstract T readBody(int version, DataInputView in) throws IOException;

  @Override
  public final void serialize(T value, DataOutputView out) throws IOException {
    // A checkpoint's stream takes many small writes dearly.
    DataOutputSerializer bytes = new DataOutputSerializer(Math.max(1024, usualBytes));
    bytes.writeByte(version());
    writeBody(value, bytes);
    out.write(bytes.getSharedBuffer(), 0, bytes.length());
    usualBytes = bytes.length() + bytes.length() / 8 + 64;
  }

  @Override
  public final T deserialize(DataInputView in) throws IOException {
    int version = in.readByte();
    Preconditions.checkState(
        version >= 1 && version <= version(),
        "%s: state of format version %s; this release reads up to version %s",
        getClass().getSimpleName(),
        version,
        version());
    return readBody(version, in);
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public final T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public final boolean isImmutableType() {
    return false;
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  public final TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().getName().hashCode();
  }
}
